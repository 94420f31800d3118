package io.sightline.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the equations come to, gathered one by one. */
final class Findings {
    private final List<Gap> gaps = new ArrayList<>();
    private final List<Gap> former = new ArrayList<>();
    private final List<PartitionState> partitions = new ArrayList<>();
    private long inFlight;
    private long waiting;
    private final Set<SuspectLetter> taken = new HashSet<>();
    private long moreTaken;

    void add(Gap gap) {
        gaps.add(gap);
    }

    /** A gap of a topic that is gone: what is there of its name says nothing about its records. */
    void addFormer(Gap gap) {
        former.add(gap);
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

    /**
     * Unread letters of the dead letters topic that may stand for records of ingest: each can stand for one thing.
     *
     * @param more how many besides, of those that were not looked at
     */
    void take(Collection<SuspectLetter> letters, long more) {
        taken.addAll(letters);
        moreTaken += more;
    }

    /** What is left of unread letters when those that were taken are not among them. */
    Pile left(Pile letters) {
        return new Pile(
                letters.known().stream()
                        .filter(letter -> !taken.contains(letter))
                        .toList(),
                Math.max(0, letters.more() - moreTaken));
    }

    List<Gap> gaps() {
        return gaps;
    }

    List<Gap> former() {
        return former;
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
