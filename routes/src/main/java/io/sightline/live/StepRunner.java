package io.sightline.live;

import io.sightline.integration.FileState.Condition;
import io.sightline.integration.LoadPlan.Change;
import io.sightline.integration.LoadPlan.Step;
import io.sightline.integration.SourceFile;
import io.sightline.integration.Unit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Carries out steps of a plan, and knows what runs. */
final class StepRunner {
    private final Trial trial;
    private final UnitRunner runner;
    private final BuiltIn builtIn;
    private final FileStates states;
    private final LostUnits lost;
    private final Map<String, RunningUnit> running = new ConcurrentSkipListMap<>();
    /** What is being started or stopped. */
    private final Set<RunningUnit> underWay = ConcurrentHashMap.newKeySet();

    private final Map<String, SourceFile> notStarted = new HashMap<>();
    private Predicate<SourceFile> permission = file -> true;
    private boolean isAnyWithheld;
    private volatile boolean isFrozen;

    StepRunner(Trial trial, UnitRunner runner, BuiltIn builtIn, FileStates states, LostUnits lost) {
        this.trial = trial;
        this.runner = runner;
        this.builtIn = builtIn;
        this.states = states;
        this.lost = lost;
    }

    /** What runs, by name of its file; to be read by any thread. */
    Map<String, RunningUnit> running() {
        return Collections.unmodifiableMap(running);
    }

    /** What runs and what is being started or stopped, and so may begin something; to be asked by any thread. */
    Set<RunningUnit> alive() {
        var all = new HashSet<>(running.values());
        all.addAll(underWay);
        return all;
    }

    /** Asked right before a file is started; what may not be is left out, and does not make its step fail. */
    void startOnly(Predicate<SourceFile> next) {
        permission = next;
    }

    /** Whether something was left out that might not be started since this was asked last. */
    boolean isAnyWithheld() {
        boolean answer = isAnyWithheld;
        isAnyWithheld = false;
        return answer;
    }

    /** From now on nothing is started or stopped any more. To be called by any thread; waits for no change. */
    void freeze() {
        isFrozen = true;
    }

    private boolean mayStart(Unit unit) {
        boolean answer = !isFrozen && permission.test(unit.file());
        isAnyWithheld |= !answer;
        return answer;
    }

    /** All files but these are gone. */
    void keep(Collection<String> names) {
        notStarted.keySet().retainAll(names);
        lost.keep(names);
    }

    /** To try again what stopped the former before it failed would interrupt that whenever anything else changes. */
    SourceFile orWhatRuns(SourceFile file) {
        var failed = notStarted.get(file.name());
        var unit = running.get(file.name());
        if (failed != null && unit != null && failed.saysTheSameAs(file)) {
            return unit.unit.file();
        }
        notStarted.remove(file.name());
        return file;
    }

    /** What does not start is left out, and the rest of the step goes on. */
    void carryOut(Step step) {
        for (var change : step.changes()) {
            if (isFrozen) {
                return;
            }
            try {
                tryOut(step, change);
            } catch (LoadException e) {
                leaveOut(step, change.name(), e);
                return;
            }
        }
        if (isFrozen) {
            return;
        }
        stop(step);
        try {
            startAll(units(step, Change::next));
        } catch (StartException e) {
            stop(step);
            putBack(step);
            var left = leaveOut(step, e.file, e.reason);
            for (var change : step.changes()) {
                var next = change.next();
                if (next == null || !left.contains(change.name())) {
                    continue;
                }
                if (change.former() != null) {
                    notStarted.put(change.name(), next.file());
                } else if (lost.former(change.name()).isEmpty()) {
                    lost.addFresh(next);
                }
            }
            return;
        }
        callBack();
        for (var change : step.changes()) {
            var unit = running.get(change.name());
            if (unit == null && change.next() != null && change.former() == null) {
                // It was withheld, and is what it was before.
                continue;
            }
            lost.remove(change.name());
            if (unit == null) {
                states.put(change.name(), Condition.REMOVED, "", List.of());
            } else {
                states.put(change.name(), Condition.LIVE, builtIn.replacedBy(unit), List.of());
            }
        }
    }

    /**
     * What did not start is tried again, from time to time.
     *
     * @return whether anything runs that did not
     */
    boolean retryLost() {
        boolean isAny = false;
        for (var unit : UnitOrder.inOrder(lost.due())) {
            if (lost.isFresh(unit.name())) {
                // What it needs may have been away.
                carryOut(new Step(List.of(new Change(unit.name(), null, unit))));
                isAny |= running.containsKey(unit.name());
            } else if (bringBack(unit)) {
                isAny = true;
                states.put(
                        unit.name(), Condition.FAILED, "what ran of it before runs again; correct the file", List.of());
            }
        }
        return isAny;
    }

    /** Names of the files that stay as they were. */
    private Set<String> leaveOut(Step step, String file, LoadException reason) {
        callBack();
        var blame = Blame.of(step, file, String.valueOf(reason.getMessage()));
        blame.left().forEach((name, why) -> {
            if (lost.former(name).isEmpty()) {
                states.update(name, Condition.FAILED, why, List.of());
            }
        });
        if (!blame.rest().isEmpty()) {
            carryOut(new Step(blame.rest()));
        }
        return blame.left().keySet();
    }

    private static List<Unit> units(Step step, Function<Change, @Nullable Unit> side) {
        return step.changes().stream()
                .flatMap(change -> Stream.ofNullable(side.apply(change)))
                .toList();
    }

    private void tryOut(Step step, Change change) throws LoadException {
        var next = change.next();
        if (next == null) {
            return;
        }
        var leaving = step.changes().stream()
                .flatMap(other -> Stream.ofNullable(running.get(other.name())))
                .toList();
        trial.run(next, UnitOrder.givers(next, units(step, Change::next)), leaving);
    }

    private void startAll(List<Unit> units) throws StartException {
        for (var unit : UnitOrder.inOrder(units)) {
            try {
                if (!mayStart(unit)) {
                    continue;
                }
                start(unit);
            } catch (LoadException e) {
                throw new StartException(unit.name(), e);
            }
        }
    }

    private void stop(Step step) {
        var units = step.changes().stream()
                .flatMap(change -> Stream.ofNullable(running.get(change.name())))
                .toList();
        underWay.addAll(units);
        try {
            units.forEach(unit -> running.remove(unit.unit.name()));
            runner.stop(units);
        } finally {
            units.forEach(underWay::remove);
        }
    }

    private void start(Unit unit) throws LoadException {
        var next = new RunningUnit(unit);
        underWay.add(next);
        try {
            runner.start(next);
            running.put(unit.name(), next);
        } finally {
            underWay.remove(next);
        }
    }

    private void putBack(Step step) {
        var formers = new ArrayList<Unit>();
        for (var change : step.changes()) {
            var former = change.former();
            (former == null ? lost.former(change.name()).stream() : Stream.of(former)).forEach(formers::add);
        }
        UnitOrder.inOrder(formers).forEach(this::bringBack);
    }

    private boolean bringBack(Unit unit) {
        if (!mayStart(unit)) {
            return false;
        }
        try {
            start(unit);
            lost.remove(unit.name());
            return true;
        } catch (LoadException e) {
            lost.add(unit);
            LiveRoutes.LOG
                    .atError()
                    .addKeyValue("file", unit.name())
                    .addKeyValue("cause", e.getMessage())
                    .log("What ran before does not start again; it is tried every ten seconds");
            states.update(
                    unit.name(),
                    Condition.DOWN,
                    "nothing of it runs: a change failed, and what ran before does not start again: " + e.getMessage(),
                    List.of());
            return false;
        }
    }

    /** Built-in routes that no file replaces any more. */
    private void callBack() {
        builtIn.callBack(id -> running.values().stream().anyMatch(unit -> unit.has(id)));
    }

    /** One file of a step does not start. */
    private static final class StartException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String file;
        private final LoadException reason;

        StartException(String file, LoadException reason) {
            super(reason);
            this.file = file;
            this.reason = reason;
        }
    }
}
