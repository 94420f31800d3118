package io.sightline.camel;

import io.sightline.gate.GroupPauses;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.DefaultKafkaManualCommit;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of one batch, in their order, until one of them fails. Commits what was done when the exchange of the
 * batch is over, on the thread that ends it: the consumer waits for it meanwhile.
 */
final class RecordsInHand extends SynchronizationAdapter implements Iterator<Message> {
    private final List<?> batch;
    private final List<Message> messages;
    private final GroupPauses pauses;
    private final String group;
    private int next;
    private int done;
    private boolean failed;

    /**
     * None is done yet.
     *
     * @param batch exchanges of the records, each with its own commit
     * @param messages what goes to the steps for each of them
     */
    RecordsInHand(List<?> batch, List<Message> messages, GroupPauses pauses, String group) {
        this.batch = batch;
        this.messages = messages;
        this.pauses = pauses;
        this.group = group;
    }

    /** False after a failure too: the split asks again before each part. */
    @Override
    public boolean hasNext() {
        return !failed && next < messages.size();
    }

    @Override
    public Message next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return messages.get(next++);
    }

    void noteDone() {
        done++;
    }

    void noteFailed() {
        failed = true;
    }

    @Override
    public void onDone(Exchange exchange) {
        if (done > 0) {
            pauses.end(group);
        }
        if (done < batch.size()) {
            pauses.begin(group);
            if (exchange.getException() == null) {
                // Without one the consumer would go on behind the batch.
                exchange.setException(new IllegalStateException(
                        "the batch ended after " + done + " of its " + batch.size() + " records"));
            }
        }
        CommitPerPartition.commitLast(batch.subList(0, done));
        keepStarts();
    }

    /**
     * Notes where a partition is to be read on of which nothing is done: a group that begins at the end of a topic and
     * has committed nothing would begin there anew, behind what it was given.
     */
    private void keepStarts() {
        var noted = new HashSet<TopicPartition>();
        for (int index = 0; index < batch.size(); index++) {
            var given = ((Exchange) batch.get(index)).getMessage().getHeader(KafkaConstants.MANUAL_COMMIT);
            if (given instanceof DefaultKafkaManualCommit commit && noted.add(commit.getPartition()) && index >= done) {
                CommitPerPartition.tolerantly(
                        commit.getPartition(),
                        () -> commit.getCamelExchangePayload()
                                .consumer
                                .commitSync(
                                        Map.of(commit.getPartition(), new OffsetAndMetadata(commit.getRecordOffset())),
                                        Duration.ofMillis(commit.getCommitTimeout())));
            }
        }
    }
}
