package io.sightline.gate;

import io.sightline.failure.Dependency;
import java.time.Duration;
import java.util.Optional;

/**
 * What a gate stands before.
 *
 * @param probe tells whether it is back
 * @param patience longest that the gate stays closed; empty: until the probe succeeds
 */
public record Watched(Dependency dependency, Probe probe, Optional<Duration> patience) {
    /** A server that is waited for as long as it takes. */
    public Watched(Dependency dependency, Probe probe) {
        this(dependency, probe, Optional.empty());
    }
}
