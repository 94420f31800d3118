package io.sightline.delivery;

import io.sightline.failure.FailureCode;
import org.apache.kafka.common.TopicPartition;

/**
 * What to say when the position that a group has committed and the log contradict each other, each with the way on.
 *
 * @param next committed offset: the first one that the group has not read
 */
record GroupVerdicts(String group, TopicPartition partition, long next) {
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
        return "kafka-consumer-groups.sh --bootstrap-server <broker> --group " + group + " --topic " + partition.topic()
                + ":" + partition.partition() + " --reset-offsets --to-earliest --execute";
    }
}
