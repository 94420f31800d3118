package io.sightline.doctor;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;

/**
 * What a process needs of a topic.
 *
 * @param role what it is for, the last part of its setting: {@code claims} of {@code sightline.topics.claims}
 * @param compacted whether its records are states by key, of which the last one counts for ever
 * @param grace shorter than this records must be kept, because it is how long bytes live that nobody names
 * @param largest bytes that a record may have
 * @param operations that its stages do with it
 * @param group that reads it with this process, and how many consumers this process brings
 */
public record TopicNeed(
        String role,
        String topic,
        boolean compacted,
        Optional<Duration> grace,
        long largest,
        Set<AclOperation> operations,
        Optional<Group> group) {
    /** @param consumers of one process */
    public record Group(String name, int consumers) {}

    /** The same for whoever makes it: what the stages of a process do with it does not count. */
    public TopicNeed ofNobody() {
        return new TopicNeed(role, topic, compacted, grace, largest, Set.of(), Optional.empty());
    }

    /** Name of the check. */
    public String check() {
        return "kafka.topic." + role;
    }
}
