package io.sightline.live;

import io.sightline.integration.SourceFile;
import io.sightline.integration.Unit;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Starts and stops what may run, and knows what does. One thread at a time changes it; any may ask. */
final class RunningUnits {
    private final UnitRunner runner;
    private final Map<String, RunningUnit> running = new ConcurrentSkipListMap<>();
    /** What is being started or stopped. */
    private final Set<RunningUnit> underWay = ConcurrentHashMap.newKeySet();

    private volatile Predicate<SourceFile> permission = file -> true;
    private boolean isAnyWithheld;
    private volatile boolean isFrozen;

    RunningUnits(UnitRunner runner) {
        this.runner = runner;
    }

    /** By name of the file. */
    Map<String, RunningUnit> all() {
        return Collections.unmodifiableMap(running);
    }

    Optional<Unit> unit(String name) {
        return Optional.ofNullable(running.get(name)).map(unit -> unit.unit);
    }

    /** What runs and what is being started or stopped, and so may begin something. */
    Set<RunningUnit> alive() {
        // One that goes from one to the other meanwhile is in either of these.
        var all = new HashSet<>(underWay);
        all.addAll(running.values());
        all.addAll(underWay);
        return all;
    }

    /** Whether one of them has a route or route configuration of an id. */
    boolean have(String id) {
        return running.values().stream().anyMatch(unit -> unit.has(id));
    }

    /** Asked right before a file is started; what may not be is left out, and does not make its step fail. */
    void startOnly(Predicate<SourceFile> next) {
        permission = next;
    }

    boolean permits(Unit unit) {
        return permission.test(unit.file());
    }

    /** The same, right before it is started. */
    boolean mayStart(Unit unit) {
        boolean answer = !isFrozen && permits(unit);
        isAnyWithheld |= !answer;
        return answer;
    }

    /** Whether something was left out that might not be started since this was asked last. */
    boolean isAnyWithheld() {
        boolean answer = isAnyWithheld;
        isAnyWithheld = false;
        return answer;
    }

    /** From now on nothing is started or stopped any more. Waits for no change. */
    void freeze() {
        isFrozen = true;
    }

    boolean isFrozen() {
        return isFrozen;
    }

    void start(Unit unit) throws LoadException {
        var next = new RunningUnit(unit);
        underWay.add(next);
        try {
            runner.start(next);
            running.put(unit.name(), next);
        } finally {
            underWay.remove(next);
        }
    }

    /** Those of these names that run. */
    void stop(Collection<String> names) {
        var units = names.stream()
                .flatMap(name -> Stream.ofNullable(running.get(name)))
                .toList();
        underWay.addAll(units);
        try {
            units.forEach(unit -> running.remove(unit.unit.name()));
            runner.stop(units);
        } finally {
            units.forEach(underWay::remove);
        }
    }
}
