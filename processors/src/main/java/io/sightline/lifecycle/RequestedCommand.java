package io.sightline.lifecycle;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A command that was asked for, and what became of it.
 *
 * @param command rollback, pin or unpin
 * @param state waiting, done or failed
 * @param message what was done, or why not; while it waits what for, where that is known
 * @param endedAt when it was done or has failed
 */
public record RequestedCommand(
        UUID id,
        String model,
        String command,
        Optional<String> version,
        String requestedBy,
        Instant requestedAt,
        String state,
        Optional<String> message,
        Optional<Instant> endedAt) {
    /** Whether both ask for the same. */
    boolean isAsked(CommandRequest request) {
        return model.equals(request.model())
                && command.equals(request.action().command())
                && version.equals(request.version());
    }
}
