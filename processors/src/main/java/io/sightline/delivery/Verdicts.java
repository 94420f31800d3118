package io.sightline.delivery;

import io.sightline.failure.FailureCode;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * What to say when a position and the log contradict each other, each with the way on that loses nothing in silence.
 */
public record Verdicts(String group, TopicPartition partition, Position position) {
    /** Whatever the other one reads is missing here. */
    static Stop divided(String group, String topic, String host, String other, String clientId) {
        return new Stop(
                FailureCode.DATABASE_DIVIDED,
                "a runtime at " + host + " reads topic " + topic + " in the same group " + group
                        + " and stores it in another database: " + other + ", here "
                        + clientId.substring(group.length() + 1)
                        + " (pg_control_system().system_identifier and the oid in pg_database)",
                "Look at spring.datasource.url of both and end the one that is wrong, or give it topics of its own"
                        + " (sightline.topics.*); then restart the sink. It reads on where its own database stands, so that"
                        + " what the other one has taken is stored here too.");
    }

    /** The offsets of the old topic say nothing about the new one. */
    public Stop topicReplaced(UUID topicId) {
        return new Stop(
                FailureCode.TOPIC_REPLACED,
                "topic " + partition.topic() + " was deleted and made anew: its id is " + topicId + ", but group "
                        + group
                        + " stands at offset " + position.next() + " of partition " + partition.partition()
                        + " of the topic with id " + position.topicId(),
                "What the old topic held and was not read is gone. To read the new one from its start, and to store what is"
                        + " stored already only once, run: delete from sink_offset where " + row()
                        + "; then restart the sink.");
    }

    /** The broker has lost records that were read, or it is another broker. */
    public Stop beyondEnd(long end) {
        return new Stop(
                FailureCode.OFFSET_OUT_OF_RANGE,
                "the log of " + partition + " ends at offset " + end + ", but group " + group
                        + " has stored all before " + position.next()
                        + ": the broker lost records, or it is not the broker that they came from",
                "Look at camel.component.kafka.brokers. If the broker lost them, the log can be read again from its start,"
                        + " and what is stored already stays there once: run: delete from sink_offset where " + row()
                        + "; then restart the sink.");
    }

    /** Records are gone that were never stored: a person has to know, and to say so. */
    public Stop expired(long start) {
        return new Stop(
                FailureCode.RECORDS_EXPIRED,
                "the records of " + partition + " from offset " + position.next() + " to " + (start - 1)
                        + " were dropped by the topic's retention before group " + group + " had stored them",
                "Raise the topic's retention. If the records cannot be brought back, write them off, which the audit will"
                        + " show: update sink_offset set expired = expired + (" + start
                        + " - next_offset), next_offset = "
                        + start + " where " + row() + " and next_offset < " + start + "; then restart the sink.");
    }

    private String row() {
        return "consumer_group = '" + group + "' and topic = '" + partition.topic() + "' and partition = "
                + partition.partition();
    }
}
