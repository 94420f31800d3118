package io.sightline.lifecycle;

import io.sightline.inference.ModelVersion;
import io.sightline.inference.ServedRuns;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How a model fares in this process.
 *
 * @param message why what was announced is not in its place, for people
 * @param serving the version that serves, and how it fares
 * @param servingSince when it began to serve here
 * @param challenger the version that runs in its shadow
 * @param announced what the process follows
 */
public record FollowedState(
        String name,
        Condition condition,
        Optional<String> message,
        Optional<ServedRuns> serving,
        Optional<Instant> servingSince,
        Optional<ModelVersion> challenger,
        Optional<Announcement> announced) {
    /** What a model does. */
    public enum Condition {
        SERVING,
        /** Nothing serves yet, and nothing has failed. */
        LOADING,
        /** What was announced does not load here; the former version goes on, when there is one. */
        FAILED;

        /** The name in table, health and logs. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
