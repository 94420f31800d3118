package io.sightline.gate;

import io.sightline.failure.Dependency;
import java.time.Duration;
import java.util.Optional;

/**
 * What a gate stands before.
 *
 * @param server the server as messages name it, with its address where that is known, and never with a password
 * @param probe tells whether it is back
 * @param patience longest that the gate stays closed; empty: until the probe succeeds
 */
public record Watched(Dependency dependency, String server, Probe probe, Optional<Duration> patience) {
    /** A server that is waited for as long as it takes. */
    public Watched(Dependency dependency, String server, Probe probe) {
        this(dependency, server, probe, Optional.empty());
    }

    /** The same where the address is not known. */
    public Watched(Dependency dependency, Probe probe) {
        this(dependency, dependency.title(), probe);
    }
}
