package io.sightline.lifecycle;

import io.sightline.failure.Quotation;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * What somebody asked for.
 *
 * @param version the version that it is about, where one was named
 * @param age how long ago, by the database's clock
 * @param waitsFor what it waits for, for people, where that is known
 */
public record ModelCommand(
        UUID id,
        String name,
        Kind kind,
        Optional<String> version,
        String requestedBy,
        Duration age,
        Optional<String> waitsFor) {
    /** What can be asked for. */
    public enum Kind {
        /** Go back to the version that served before, or to a named one that ever did. */
        ROLLBACK,
        /** Stay with the present version, or with a named one, whatever the alias says. */
        PIN,
        /** Follow the alias again. */
        UNPIN,
        /** Look at the source now. */
        LOOK
    }

    /** Whose wish it is, for the trail. */
    String who() {
        return "asked for by " + Quotation.of(requestedBy);
    }

    EndedCommand done(String message) {
        return new EndedCommand(id, true, message);
    }

    EndedCommand failed(String message) {
        return new EndedCommand(id, false, message);
    }
}
