package io.sightline.audit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.audit.PaperBroker.Garbled;
import io.sightline.delivery.ConsumedRecord;
import io.sightline.delivery.DatabaseIdentity;
import io.sightline.delivery.Entry;
import io.sightline.delivery.Positions;
import io.sightline.delivery.Sink;
import io.sightline.delivery.SinkMeters;
import io.sightline.delivery.StoppedPartitions;
import io.sightline.delivery.Table;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.TransientFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;

/** One topic's sink: it reads from a broker on paper and stores by its own classes in a real database. */
final class PaperSink<T> {
    private final PaperBroker broker;
    private final PaperLetters letters;
    private final String topic;
    private final String group;
    private final Reader<T> reader;
    private final Positions positions;
    private final Sink<T> sink;

    interface Reader<T> {
        T read(Object value, ConsumedRecord record);
    }

    PaperSink(
            PaperBroker broker,
            PaperLetters letters,
            DataSource database,
            StoppedPartitions stopped,
            String topic,
            Table<T> table,
            Reader<T> reader) {
        this.broker = broker;
        this.letters = letters;
        this.topic = topic;
        this.group = PaperPipeline.TOPICS.sinkGroup(topic);
        this.reader = reader;
        var classifier = new FailureClassifier();
        var identity = new DatabaseIdentity(database, classifier);
        this.positions = new Positions(database, identity, group, broker, stopped, classifier);
        this.sink =
                new Sink<>(database, positions, table, classifier, new SinkMeters(new SimpleMeterRegistry(), topic));
    }

    void work(int most) {
        for (int number = 0; number < PaperBroker.PARTITIONS; number++) {
            var partition = new TopicPartition(topic, number);
            var batch = batch(partition, positions.resume(partition), most);
            if (batch.isEmpty()) {
                continue;
            }
            store(batch);
            broker.commit(group, partition, batch.get(batch.size() - 1).record().offset() + 1);
        }
    }

    private void store(List<Entry<T>> batch) {
        try {
            sink.store(
                    batch,
                    (row, refusal) ->
                            new Entry.Letter<>(row.record(), letters.refused(row.record()), Optional.empty()));
        } catch (TransientFailure missing) {
            // A jump is believed when it is read for the second time.
            sink.store(batch, (row, refusal) -> {
                throw refusal;
            });
        }
    }

    private List<Entry<T>> batch(TopicPartition partition, long from, int most) {
        var batch = new ArrayList<Entry<T>>();
        for (long offset = from; offset < broker.end(partition) && batch.size() < most; offset++) {
            var value = PaperBroker.known(broker.logs, partition).get((int) offset);
            var record = broker.record(partition, offset);
            if (value instanceof Garbled) {
                batch.add(new Entry.Letter<>(record, letters.unreadable(record, "sink"), Optional.empty()));
            } else if (value != null) {
                batch.add(new Entry.Row<>(record, reader.read(value, record)));
            }
        }
        return batch;
    }
}
