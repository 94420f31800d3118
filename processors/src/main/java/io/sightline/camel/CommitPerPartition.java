package io.sightline.camel;

import java.util.LinkedHashMap;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the last record of each partition of the batch in {@link Keys#BATCH}. The work is done by then, so a commit
 * that fails is no failure of the batch: the consumer repeats it at its next poll, and records that come again change
 * nothing.
 */
public final class CommitPerPartition implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(CommitPerPartition.class);

    @Override
    public void process(Exchange exchange) {
        commitLast(exchange.getProperty(Keys.BATCH, List.class));
    }

    /** Commits the last of each partition among these exchanges of a batch. */
    static void commitLast(List<?> records) {
        var last = new LinkedHashMap<Object, KafkaManualCommit>();
        for (Object element : records) {
            var message = ((Exchange) element).getMessage();
            last.put(
                    List.of(message.getHeader(KafkaConstants.TOPIC), message.getHeader(KafkaConstants.PARTITION)),
                    message.getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class));
        }
        last.forEach((partition, commit) -> tolerantly(partition, commit::commit));
    }

    /** Commits, and leaves it at that when the broker refuses it for now. */
    static void tolerantly(Object partition, Runnable commit) {
        try {
            commit.run();
        } catch (RebalanceInProgressException | CommitFailedException | RetriableException e) {
            LOG.atInfo()
                    .addKeyValue("partition", partition)
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("commit refused, repeated at the next poll; records that are read again change nothing");
        }
    }
}
