package io.sightline.doctor;

import java.util.Optional;

/**
 * How topics are made that are missing.
 *
 * @param partitions of topics that several processes read
 * @param replication copies of each partition; empty for as many as the brokers make by themselves
 */
public record TopicShape(int partitions, Optional<Short> replication) {
    /** As the chart has them where values say nothing else. */
    public static final int USUAL_PARTITIONS = 6;

    public TopicShape {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions must be 1 at least, was " + partitions);
        }
        replication.filter(copies -> copies < 1).ifPresent(copies -> {
            throw new IllegalArgumentException("replication must be 1 at least, was " + copies);
        });
    }

    /** Order counts for states of models; dead letters are few. */
    int partitions(TopicNeed need) {
        return need.role().equals("models") || need.role().equals("dead-letters") ? 1 : partitions;
    }
}
