package io.sightline.delivery;

import io.sightline.failure.FailureCode;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * What to say when the position that a group has committed and the log contradict each other, each with the way on.
 *
 * @param next committed offset: the first one that the group has not read
 */
public record GroupVerdicts(String group, TopicPartition partition, long next) {
    /**
     * The topic is not the one that this process has begun with: what its positions were in is gone.
     *
     * @param wayOn what to do about it, in sentences
     */
    Stop topicReplaced(UUID former, UUID now, String wayOn) {
        return new Stop(
                FailureCode.TOPIC_REPLACED,
                madeAnew(partition.topic(), now) + ", and was " + former
                        + " when this process began to read it. Of partition " + partition.partition()
                        + " of that one group " + group + " had read what was before offset " + next
                        + ", as far as this process knows; nothing of the new one is read",
                wayOn);
    }

    /**
     * What happened to a topic that has another id. Brokers that are others, with topics of the same names, look just
     * the same.
     */
    public static String madeAnew(String topic, UUID now) {
        return "topic " + topic
                + " was deleted and made anew, or camel.component.kafka.brokers names other brokers: its id is " + now;
    }

    /** The broker has lost records that were read, or it is another broker. */
    Stop beyondEnd(long end) {
        return new Stop(
                FailureCode.OFFSET_OUT_OF_RANGE,
                "the log of " + partition + " ends at offset " + end + ", but group " + group + " has read all before "
                        + next + ": the broker lost records, or it is not the broker that they came from",
                "Look at camel.component.kafka.brokers. If the broker lost them, what it takes from now on gets offsets, and so"
                        + " frame ids, that were given before. So let cameras send to a new topic (sightline.topics.frames)."
                        + " To read this one from its start, where what is stored already stays there once, end all processes"
                        + " of the stage and run: " + reset() + "; then start them.");
    }

    /** Records are gone that were never read: a person has to know. */
    Stop expired(long start) {
        return new Stop(
                FailureCode.RECORDS_EXPIRED,
                "the records of " + partition + " from offset " + next + " to " + (start - 1)
                        + " were dropped by the topic's retention before group " + group + " had read them",
                "Raise the topic's retention. If the records cannot be brought back, end all processes of the stage and run: "
                        + reset() + "; then start them. GET /v1/audit goes on to name what is missing.");
    }

    private String reset() {
        return reset(group, partition.topic() + ":" + partition.partition());
    }

    /**
     * The command that puts a group back to the start of a log.
     *
     * @param topic all of its partitions, or one as {@code topic:number}
     */
    public static String reset(String group, String topic) {
        return "kafka-consumer-groups.sh --bootstrap-server <broker> --group " + group + " --topic " + topic
                + " --reset-offsets --to-earliest --execute";
    }
}
