package io.sightline.doctor;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;

/**
 * What the brokers say of a topic.
 *
 * @param replicas of the partition that has the fewest
 * @param leaderless partitions without a leader
 * @param inSync replicas in sync of the partition that has the fewest
 * @param operations that this login may do with it
 * @param members of the group that reads it; empty where nobody may ask or nothing reads it
 * @param settings empty where this login may not read them
 */
public record TopicState(
        int partitions,
        int replicas,
        int leaderless,
        int inSync,
        Set<AclOperation> operations,
        OptionalInt members,
        Optional<Settings> settings) {
    /**
     * Settings of a topic.
     *
     * @param cleanup value of cleanup.policy
     * @param retention value of retention.ms; empty for ever
     * @param retentionBytes value of retention.bytes; -1 for any
     * @param largest value of max.message.bytes
     * @param inSync value of min.insync.replicas
     * @param unclean whether a replica that lags may become leader
     */
    public record Settings(
            String cleanup,
            Optional<Duration> retention,
            long retentionBytes,
            long largest,
            int inSync,
            boolean unclean) {}
}
