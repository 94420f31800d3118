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
import java.util.TreeSet;

/** What is to run and did not start: what ran before a change that failed, and what has nothing that ran before. */
final class LostUnits {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Map<String, Unit> units = new TreeMap<>();
    private final Set<String> fresh = new TreeSet<>();
    private final Clock clock;
    private Instant nextTry = Instant.MIN;

    LostUnits(Clock clock) {
        this.clock = clock;
    }

    /** It ran before. */
    void add(Unit unit) {
        fresh.remove(unit.name());
        put(unit);
    }

    /** Nothing of it has run here yet. */
    void addFresh(Unit unit) {
        fresh.add(unit.name());
        put(unit);
    }

    private void put(Unit unit) {
        units.put(unit.name(), unit);
        nextTry = clock.instant().plus(PAUSE);
    }

    /** It runs again, or is not to. */
    void remove(String name) {
        units.remove(name);
        fresh.remove(name);
    }

    /** All files but these are gone; what never ran is judged anew, and may be found wrong. */
    void keep(Collection<String> names) {
        units.keySet().removeAll(fresh);
        fresh.clear();
        units.keySet().retainAll(Set.copyOf(names));
    }

    /** The one of a name that ran before. */
    Optional<Unit> former(String name) {
        return isFresh(name) ? Optional.empty() : Optional.ofNullable(units.get(name));
    }

    boolean isFresh(String name) {
        return fresh.contains(name);
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
