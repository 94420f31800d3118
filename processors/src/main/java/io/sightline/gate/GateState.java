package io.sightline.gate;

import io.sightline.failure.Dependency;
import java.time.Instant;

/**
 * A gate as it is now.
 *
 * @param server the server that it stands before, as messages name it
 * @param since when it came into this position
 * @param cause what closed it last; empty when nothing ever did
 * @param closings how often it was closed
 */
public record GateState(
        Dependency dependency, String server, Position position, Instant since, String cause, long closings) {
    /** What a gate does with those who come to it. */
    public enum Position {
        /** They pass. */
        OPEN,
        /** They wait. */
        CLOSED,
        /** They pass, although the probe still fails: it was waited for long enough. */
        GIVEN_UP
    }

    GateState in(Position next, Instant now) {
        return new GateState(dependency, server, next, now, cause, closings);
    }

    GateState closedFor(String reason, Instant now) {
        return new GateState(dependency, server, Position.CLOSED, now, reason, closings + 1);
    }
}
