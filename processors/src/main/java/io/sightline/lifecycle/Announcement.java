package io.sightline.lifecycle;

import io.sightline.model.v1.ModelRef;
import io.sightline.model.v1.ModelState;
import io.sightline.model.v1.Status;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was announced of a model: its whole state, or that it is retired.
 *
 * @param name name of the model
 * @param state empty when it is retired
 * @param epoch term of the leader that decided; of a retired model, of what was announced before
 * @param sequence number of the decision within the term, likewise
 * @param seenAt when this process has read it, in nanoseconds of {@link System#nanoTime()}
 */
public record Announcement(String name, Optional<ModelState> state, long epoch, long sequence, long seenAt) {
    private static final Comparator<Announcement> ORDER =
            Comparator.comparingLong(Announcement::epoch).thenComparingLong(Announcement::sequence);

    static Announcement of(ModelState state, long seenAt) {
        return new Announcement(state.getName(), Optional.of(state), state.getEpoch(), state.getSequence(), seenAt);
    }

    static Announcement retired(String name, long seenAt) {
        return new Announcement(name, Optional.empty(), Long.MIN_VALUE, Long.MIN_VALUE, seenAt);
    }

    /** That nothing was decided of a model. */
    static Announcement none(String name, long seenAt) {
        var nothing = ModelState.newBuilder()
                .setName(name)
                .setPinned(false)
                .setArtifact(List.of())
                .setDetector("")
                .setSignature("")
                .setStatus(Status.REJECTED)
                .setDecidedAt(Instant.EPOCH)
                .setMetrics(Map.of())
                .setEpoch(0)
                .setSequence(0)
                .build();
        return of(nothing, seenAt);
    }

    /** Terms of leaders begin with 1. */
    boolean isNone() {
        return !isRetired() && epoch == 0;
    }

    public boolean isRetired() {
        return state.isEmpty();
    }

    /** The version that is to serve; empty when the announcement names none. */
    Optional<ModelRef> serving() {
        return state.flatMap(known -> Optional.ofNullable(known.getServing()));
    }

    /** Order of the decisions, whenever they were read. */
    int compareTo(Announcement other) {
        return ORDER.compare(this, other);
    }

    /** The end of a model after what was announced of it. */
    Announcement after(Announcement former) {
        return new Announcement(name, state, former.epoch, former.sequence, seenAt);
    }
}
