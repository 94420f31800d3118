package io.sightline.audit;

import java.util.List;

/** The topics that a frame travels through, by their names. */
public record AuditTopics(String frames, String claims, String inferences, String deadLetters) {
    /** Consumer group that reads the frames topic; its position is in Kafka alone. */
    static final String INGEST = "sightline-ingest";

    /** Consumer group that reads claims to run models; its position is in Kafka alone. */
    static final String DETECT = "sightline-detect";

    List<String> all() {
        return List.of(frames, claims, inferences, deadLetters);
    }

    /** The topics whose positions are in PostgreSQL. */
    List<String> sunk() {
        return List.of(claims, inferences, deadLetters);
    }

    /** Consumer group that stores the records of the topic. */
    String sinkGroup(String topic) {
        if (topic.equals(claims)) {
            return "sightline-sink-claims";
        }
        return topic.equals(inferences) ? "sightline-sink-inferences" : "sightline-sink-dead-letters";
    }

    List<String> groups() {
        return List.of(INGEST, DETECT, sinkGroup(claims), sinkGroup(inferences), sinkGroup(deadLetters));
    }
}
