package io.sightline.audit;

import java.util.ArrayList;
import java.util.List;

/** What the equations come to, gathered one by one. */
final class Findings {
    private final List<Gap> gaps = new ArrayList<>();
    private final List<PartitionState> partitions = new ArrayList<>();
    private long inFlight;
    private long waiting;
    private long lettersTaken;

    void add(Gap gap) {
        gaps.add(gap);
    }

    void add(PartitionState partition) {
        partitions.add(partition);
    }

    void addInFlight(long frames) {
        inFlight += frames;
    }

    void addWaiting(long records) {
        waiting += records;
    }

    /** Unread letters of the dead letters topic that may stand for records of ingest: each can stand for one thing. */
    void takeLetters(long letters) {
        lettersTaken += letters;
    }

    long lettersTaken() {
        return lettersTaken;
    }

    List<Gap> gaps() {
        return gaps;
    }

    List<PartitionState> partitions() {
        return partitions;
    }

    long inFlight() {
        return inFlight;
    }

    long waiting() {
        return waiting;
    }
}
