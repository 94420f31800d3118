package io.sightline.claim;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Objects that were found to hold what their names say, not long ago: a picture that is sent again and again, as that
 * of a camera that shows nothing but black, is not read each time. Safe for use by many threads.
 */
public final class RecentClaims {
    private final int most;
    private final Duration lifetime;
    private final Clock clock;
    private final Map<String, Instant> foundAt;

    /**
     * @param most how many are remembered
     * @param lifetime how long they are believed
     */
    public RecentClaims(int most, Duration lifetime, Clock clock) {
        this.most = most;
        this.lifetime = lifetime;
        this.clock = clock;
        this.foundAt = new LinkedHashMap<>();
    }

    /** Remembers the object of this key; what was found before all others is forgotten when there are too many. */
    public synchronized void add(String key) {
        foundAt.remove(key);
        foundAt.put(key, clock.instant());
        if (foundAt.size() > most) {
            foundAt.remove(foundAt.keySet().iterator().next());
        }
    }

    /** Whether the object of this key is believed. */
    public synchronized boolean contains(String key) {
        var found = foundAt.get(key);
        return found != null && clock.instant().isBefore(found.plus(lifetime));
    }
}
