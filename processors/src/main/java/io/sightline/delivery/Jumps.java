package io.sightline.delivery;

import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offsets without a record. The log may have them, behind transactions for instance; a consumer that lost its place
 * looks just the same. So a jump is believed only when the same one is read a second time, from the position on.
 */
final class Jumps {
    private static final Logger LOG = LoggerFactory.getLogger(Jumps.class);

    private final Set<Jump> seen = ConcurrentHashMap.newKeySet();

    /** From the first offset that is missing to the first that is there again. */
    record Jump(TopicPartition partition, long from, long to) {}

    /** @throws TransientFailure OFFSETS_MISSING when one of them is seen for the first time */
    void confirm(List<Jump> jumps) {
        // All of them are noted, so that one more reading is enough.
        jumps.stream().filter(seen::add).toList().stream().findFirst().ifPresent(unseen -> {
            throw new TransientFailure(
                    FailureCode.OFFSETS_MISSING,
                    "between the records of " + unseen.partition() + " the offsets " + unseen.from() + " to "
                            + (unseen.to() - 1) + " are missing; they are read again before that is believed");
        });
    }

    /** The batch is stored: its jumps were taken, and what else was seen in its partitions was none. */
    void settle(Batch<?> batch) {
        batch.jumps()
                .forEach(jump -> LOG.atWarn()
                        .addKeyValue("partition", jump.partition())
                        .addKeyValue("from", jump.from())
                        .addKeyValue("to", jump.to() - 1)
                        .log("offsets without a record skipped"));
        if (!seen.isEmpty()) {
            var partitions = batch.entries().stream().map(Batch::partition).collect(Collectors.toSet());
            seen.removeIf(jump -> partitions.contains(jump.partition()));
        }
    }
}
