package io.sightline.audit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.Samples;
import io.sightline.TestClock;
import io.sightline.claim.ClaimNaming;
import io.sightline.delivery.ConsumedRecord;
import io.sightline.delivery.DatabaseIdentity;
import io.sightline.delivery.DeadLetterFactory;
import io.sightline.delivery.DeadLetterFactory.Casualty;
import io.sightline.delivery.DeadLetterRow;
import io.sightline.delivery.DeadLetterTable;
import io.sightline.delivery.Entry;
import io.sightline.delivery.FrameRow;
import io.sightline.delivery.FrameTable;
import io.sightline.delivery.InferenceRow;
import io.sightline.delivery.InferenceTable;
import io.sightline.delivery.MonthPartitions;
import io.sightline.delivery.Positions;
import io.sightline.delivery.Sink;
import io.sightline.delivery.SinkMeters;
import io.sightline.delivery.StoppedPartitions;
import io.sightline.delivery.Table;
import io.sightline.delivery.TestDatabase;
import io.sightline.delivery.v1.DeadLetter;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import io.sightline.frame.Identities;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.v1.InferenceCompleted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Ingest and detect, on paper. What is stored is stored by the sink's own classes in a real database. */
final class PaperPipeline extends PaperBroker {
    static final AuditTopics TOPICS =
            new AuditTopics("sightline.frames", "sightline.claims", "sightline.inferences", "sightline.dead-letters");
    static final Clock NOON = Clock.fixed(Samples.NOON, ZoneOffset.UTC);

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    /** What becomes of a picture. */
    enum Fate {
        DETECTED,
        BROKEN,
        UNDETECTABLE,
        /** Ingest makes a claim of it that nobody can read. */
        GARBLED
    }

    /** What ingest and sink go by. */
    final TestClock clock = new TestClock(Samples.NOON);

    private final Map<UUID, Fate> fates = new HashMap<>();
    private final DataSource database;
    private final FailureClassifier classifier = new FailureClassifier();
    private final StoppedPartitions stopped = new StoppedPartitions();
    private final DeadLetterFactory letters = new DeadLetterFactory(new ClaimNaming("sightline"), clock, "1.2.3");
    private final Stage<FrameRow> claims;
    private final Stage<InferenceRow> inferences;
    private final Stage<DeadLetterRow> deadLetters;

    PaperPipeline(TestDatabase database) {
        super(TOPICS);
        this.database = database.dataSource();
        var months = new MonthPartitions(this.database);
        claims = new Stage<>(
                TOPICS.claims(),
                new FrameTable(months),
                (value, record) -> new FrameRow((FrameReceived) value, record, TRACE));
        inferences = new Stage<>(
                TOPICS.inferences(),
                new InferenceTable(months),
                (value, record) -> new InferenceRow((InferenceCompleted) value, record, TRACE));
        deadLetters = new Stage<>(
                TOPICS.deadLetters(),
                new DeadLetterTable(),
                (value, record) -> new DeadLetterRow((DeadLetter) value, record));
    }

    private interface Reader<T> {
        T read(Object value, ConsumedRecord record);
    }

    /** One topic's sink. */
    private final class Stage<T> {
        final String topic;
        final Reader<T> reader;
        final Positions positions;
        final Sink<T> sink;

        Stage(String topic, Table<T> table, Reader<T> reader) {
            this.topic = topic;
            this.reader = reader;
            var identity = new DatabaseIdentity(database, classifier);
            this.positions =
                    new Positions(database, identity, TOPICS.sinkGroup(topic), PaperPipeline.this, stopped, classifier);
            this.sink = new Sink<>(
                    database, positions, table, classifier, new SinkMeters(new SimpleMeterRegistry(), topic));
        }

        void work(int most) {
            for (int number = 0; number < PARTITIONS; number++) {
                var partition = new TopicPartition(topic, number);
                var batch = batch(partition, positions.resume(partition), most);
                if (batch.isEmpty()) {
                    continue;
                }
                store(batch);
                known(commits, TOPICS.sinkGroup(topic))
                        .put(partition, batch.get(batch.size() - 1).record().offset() + 1);
            }
        }

        private void store(List<Entry<T>> batch) {
            try {
                sink.store(
                        batch,
                        (row, refusal) -> new Entry.Letter<>(
                                row.record(), letter(row.record(), frameOf(row.record()), "sink"), Optional.empty()));
            } catch (TransientFailure missing) {
                // A jump is believed when it is read for the second time.
                sink.store(batch, (row, refusal) -> {
                    throw refusal;
                });
            }
        }

        private List<Entry<T>> batch(TopicPartition partition, long from, int most) {
            var batch = new ArrayList<Entry<T>>();
            for (long offset = from; offset < end(partition) && batch.size() < most; offset++) {
                var value = known(logs, partition).get((int) offset);
                var record = record(partition, offset);
                if (value instanceof Garbled) {
                    batch.add(new Entry.Letter<>(record, letter(record, Optional.empty(), "sink"), Optional.empty()));
                } else if (value != null) {
                    batch.add(new Entry.Row<>(record, reader.read(value, record)));
                }
            }
            return batch;
        }
    }

    /** A camera sends a picture; answers the frame's id. */
    UUID send(int partition, Fate fate) {
        var place = new TopicPartition(TOPICS.frames(), partition);
        append(place, "picture");
        var id = Identities.frame(record(place, end(place) - 1).origin());
        fates.put(id, fate);
        return id;
    }

    /** A client hands in a picture over REST. */
    UUID receive(Fate fate) {
        var id = UUID.randomUUID();
        fates.put(id, fate);
        repeat(id);
        return id;
    }

    /** The client hands it in once more, or a redrive does: another claim of the same frame. */
    void repeat(UUID id) {
        var frame = Samples.frame(Samples.text("rest"));
        frame.setFrameId(id);
        frame.setOrigin(null);
        frame.setReceivedAt(clock.instant());
        append(new TopicPartition(TOPICS.claims(), 0), frame);
    }

    /** Reads pictures; a process that dies has not said that it is done. */
    void ingest(int most, boolean dies) {
        work(AuditTopics.INGEST, TOPICS.frames(), most, dies, (value, record) -> {
            var id = Identities.frame(record.origin());
            if (fates.get(id) == Fate.BROKEN) {
                append(letterPlace(id), letter(record, Optional.of(id), "ingest"));
                return;
            }
            var frame = Samples.frame(Samples.text("picture " + record.offset()));
            frame.setFrameId(id);
            frame.setOrigin(record.origin());
            frame.setSourceId(camera(record.partition()));
            frame.setCapturedAt(capturedAt(record));
            frame.setReceivedAt(clock.instant());
            append(
                    new TopicPartition(TOPICS.claims(), record.partition()),
                    fates.get(id) == Fate.GARBLED ? Garbled.of(frame) : frame);
        });
    }

    /** Runs the model on claims; a process that dies has not said that it is done. */
    void detect(int most, boolean dies) {
        work(AuditTopics.DETECT, TOPICS.claims(), most, dies, (value, record) -> {
            if (value instanceof Garbled) {
                append(new TopicPartition(TOPICS.deadLetters(), 0), letter(record, Optional.empty(), "detect"));
                return;
            }
            var frame = (FrameReceived) value;
            var id = frame.getFrameId();
            append(
                    fates.get(id) == Fate.UNDETECTABLE
                            ? letterPlace(id)
                            : new TopicPartition(TOPICS.inferences(), record.partition()),
                    fates.get(id) == Fate.UNDETECTABLE
                            ? letter(record, Optional.of(id), "detect")
                            : PaperInference.of(frame));
        });
    }

    void sinkClaims(int most) {
        claims.work(most);
    }

    void sinkInferences(int most) {
        inferences.work(most);
    }

    void sinkLetters(int most) {
        deadLetters.work(most);
    }

    /** What was broken is broken no more. */
    void heal() {
        suffer(Fate.DETECTED);
    }

    /** From now on this becomes of every picture. */
    void suffer(Fate of) {
        fates.replaceAll((id, fate) -> of);
    }

    /** How many frames there are claims of that can be read. */
    long frames() {
        return logs.entrySet().stream()
                .filter(log -> log.getKey().topic().equals(TOPICS.claims()))
                .flatMap(log -> log.getValue().stream())
                .filter(FrameReceived.class::isInstance)
                .map(claim -> ((FrameReceived) claim).getFrameId())
                .distinct()
                .count();
    }

    /** Everything that was sent finds its end. */
    void drain() {
        ingest(Integer.MAX_VALUE, false);
        drainSinks();
    }

    /** Everything that ingest is done with finds its end. */
    void drainSinks() {
        detect(Integer.MAX_VALUE, false);
        sinkClaims(Integer.MAX_VALUE);
        sinkInferences(Integer.MAX_VALUE);
        sinkLetters(Integer.MAX_VALUE);
    }

    Audit audit() {
        return new Audit(database, this, TOPICS, NOON);
    }

    private interface Step {
        void take(Object value, ConsumedRecord record);
    }

    private void work(String group, String topic, int most, boolean dies, Step step) {
        for (int number = 0; number < PARTITIONS; number++) {
            var partition = new TopicPartition(topic, number);
            long from = Math.max(start(partition), known(commits, group).getOrDefault(partition, 0L));
            long to = Math.min(end(partition), from + (long) most);
            for (long offset = from; offset < to; offset++) {
                var value = known(logs, partition).get((int) offset);
                if (value != null) {
                    step.take(value, record(partition, offset));
                }
            }
            if (!dies) {
                commit(group, partition, to);
            }
        }
    }

    /** The frames of a camera, and so their claims, are all in one partition. */
    static String camera(int partition) {
        return "camera-" + (partition + 1);
    }

    /** Days are not all the same. */
    private static Instant capturedAt(ConsumedRecord record) {
        return Samples.NOON.minus(Duration.ofDays(record.offset() % 3));
    }

    private Optional<FrameReceived> claim(ConsumedRecord record) {
        var partition = new TopicPartition(record.topic(), record.partition());
        return Optional.of(partition)
                .filter(place -> place.topic().equals(TOPICS.claims()))
                .map(place -> known(logs, place).get((int) record.offset()))
                .filter(FrameReceived.class::isInstance)
                .map(FrameReceived.class::cast);
    }

    private static Optional<Instant> pictureTime(ConsumedRecord record) {
        return record.topic().equals(TOPICS.frames()) ? Optional.of(capturedAt(record)) : Optional.empty();
    }

    private static TopicPartition letterPlace(UUID id) {
        return new TopicPartition(TOPICS.deadLetters(), Math.floorMod(id.hashCode(), PARTITIONS));
    }

    private Optional<UUID> frameOf(ConsumedRecord record) {
        var value = known(logs, new TopicPartition(record.topic(), record.partition()))
                .get((int) record.offset());
        Function<Object, @Nullable UUID> id = found -> found instanceof FrameReceived frame
                ? frame.getFrameId()
                : found instanceof InferenceCompleted inference ? inference.getFrameId() : null;
        return Optional.ofNullable(value).map(id);
    }

    DeadLetter letter(ConsumedRecord record, Optional<UUID> frame, String stage) {
        var claim = claim(record).filter(read -> !(formerVersion && stage.equals("sink")));
        return letters.write(
                new Casualty(
                        record,
                        frame,
                        Optional.of("camera-1"),
                        1,
                        stage,
                        stage + "-route",
                        Optional.empty(),
                        claim.map(FrameReceived::getCapturedAt).or(() -> pictureTime(record)),
                        claim.map(FrameReceived::getOrigin)),
                new PermanentFailure(FailureCode.NOT_A_PICTURE, "no picture"));
    }
}
