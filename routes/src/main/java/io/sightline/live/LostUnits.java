package io.sightline.live;

import io.sightline.integration.Unit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What ran before a change that failed, and did not start again. */
final class LostUnits {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Map<String, Unit> units = new TreeMap<>();
    private final Clock clock;
    private Instant nextTry = Instant.MIN;

    LostUnits(Clock clock) {
        this.clock = clock;
    }

    void add(Unit unit) {
        units.put(unit.name(), unit);
        nextTry = clock.instant().plus(PAUSE);
    }

    /** It runs again, or is not to. */
    void remove(String name) {
        units.remove(name);
    }

    void keep(Collection<String> names) {
        units.keySet().retainAll(Set.copyOf(names));
    }

    Optional<Unit> get(String name) {
        return Optional.ofNullable(units.get(name));
    }

    /** Those whose time has come to be tried again. */
    List<Unit> due() {
        if (units.isEmpty() || clock.instant().isBefore(nextTry)) {
            return List.of();
        }
        nextTry = clock.instant().plus(PAUSE);
        return new ArrayList<>(units.values());
    }
}
