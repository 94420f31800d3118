package io.sightline.live;

import io.sightline.integration.FileState.Condition;
import io.sightline.integration.LoadPlan.Change;
import io.sightline.integration.LoadPlan.Step;
import io.sightline.integration.SourceFile;
import io.sightline.integration.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Carries out steps of a plan, and tries again what of them does not run. */
final class StepRunner {
    private static final long RETRIES_NANOS = Duration.ofMillis(250).toNanos();

    private final Trial trial;
    private final RunningUnits running;
    private final BuiltIn builtIn;
    private final FileStates states;
    private final Outstanding outstanding;
    private long retryAfter = System.nanoTime();

    StepRunner(Trial trial, RunningUnits running, BuiltIn builtIn, FileStates states, Outstanding outstanding) {
        this.trial = trial;
        this.running = running;
        this.builtIn = builtIn;
        this.states = states;
        this.outstanding = outstanding;
    }

    /** What does not start is left out, and the rest of the step goes on. */
    void carryOut(Step step) {
        carryOut(step, Set.of());
    }

    /** Carries out one after the other; what is new of them is tried at once before. */
    void carryOut(List<Step> steps) {
        var fresh = steps.stream()
                .filter(Step::isFresh)
                .flatMap(step -> UnitOrder.inOrder(units(step, Change::next)).stream())
                .toList();
        var leaving = steps.stream()
                .flatMap(step -> step.changes().stream())
                .filter(change -> change.next() == null)
                .flatMap(change -> Stream.ofNullable(running.all().get(change.name())))
                .toList();
        var passing = trial.passing(fresh, leaving);
        steps.forEach(step -> carryOut(step, passing));
    }

    /** @param passing what is known to pass the trial */
    private void carryOut(Step step, Set<Unit> passing) {
        for (var change : step.changes()) {
            if (running.isFrozen()) {
                return;
            }
            var next = change.next();
            if (next == null || passing.contains(next)) {
                continue;
            }
            try {
                tryOut(step, next);
            } catch (LoadException e) {
                forgetAsFormer(change);
                var left = leaveOut(step, change.name(), e);
                nexts(step, left).forEach(this::waitForWhatItNeeds);
                return;
            }
        }
        if (running.isFrozen()) {
            return;
        }
        stop(step);
        var aside = builtIn.aside();
        try {
            startAll(units(step, Change::next));
        } catch (StartException e) {
            stop(step);
            step.changes().stream()
                    .filter(change -> change.name().equals(e.file))
                    .forEach(this::forgetAsFormer);
            putBack(step);
            boolean interrupts = builtIn.aside().stream().anyMatch(id -> !aside.contains(id) && !running.have(id));
            var left = leaveOut(step, e.file, e.reason);
            nexts(step, left).forEach(unit -> waitForItsTime(unit, interrupts));
            return;
        }
        if (running.isFrozen()) {
            return;
        }
        callBack();
        for (var change : step.changes()) {
            var unit = running.all().get(change.name());
            if (unit == null && change.next() != null && change.former() == null) {
                // It was withheld, and is what it was before.
                continue;
            }
            outstanding.remove(change.name());
            if (unit == null) {
                Stream.ofNullable(change.former()).forEach(outstanding::addStopped);
                states.put(change.name(), Condition.REMOVED, "", List.of());
            } else {
                states.put(change.name(), Condition.LIVE, builtIn.remark(unit), List.of());
            }
        }
    }

    /**
     * What does not run is tried again when its time has come: so much of it that a change waits no longer than for one
     * that takes long.
     *
     * @param present the files that are to run, by name
     * @return whether anything runs that did not
     */
    boolean retry(Map<String, SourceFile> present) {
        long begin = System.nanoTime();
        boolean isAny = false;
        while (!running.isFrozen() && System.nanoTime() - retryAfter >= 0) {
            var next = outstanding.next(unit -> present.containsKey(unit.name()) && running.permits(unit));
            if (next.isEmpty()) {
                break;
            }
            isAny |= isStarted(next.get(), present);
            long end = System.nanoTime();
            if (end - begin > RETRIES_NANOS) {
                // Who looks for changes does so twice before the next one is tried.
                retryAfter = end + (end - begin);
            }
        }
        return isAny;
    }

    private boolean isStarted(Unit unit, Map<String, SourceFile> present) {
        var name = unit.name();
        if (outstanding.isFresh(name)) {
            // What it needs may have been away.
            carryOut(new Step(List.of(new Change(name, null, unit))));
            return isRunning(name);
        }
        if (!bringBack(unit)) {
            // One that has just stepped aside for it.
            callBack();
            return false;
        }
        var file = present.get(name);
        if (file != null && file.saysTheSameAs(unit.file()) && !states.is(name, Condition.INVALID)) {
            Stream.ofNullable(running.all().get(name))
                    .forEach(back -> states.put(name, Condition.LIVE, builtIn.remark(back), List.of()));
        } else if (states.is(name, Condition.DOWN)) {
            states.put(name, Condition.FAILED, "what ran of it before runs again; correct the file", List.of());
        }
        return true;
    }

    /** Names of the files that stay as they were. */
    private Set<String> leaveOut(Step step, String file, LoadException reason) {
        callBack();
        var blame = Blame.of(step, file, String.valueOf(reason.getMessage()));
        blame.left().forEach((name, why) -> {
            // What is down is more than that.
            if (isRunning(name) || !states.is(name, Condition.DOWN)) {
                states.update(name, Condition.FAILED, why, List.of());
            }
        });
        if (!blame.rest().isEmpty()) {
            carryOut(new Step(blame.rest()));
        }
        return blame.left().keySet();
    }

    /** What was to run of files. */
    private static Stream<Unit> nexts(Step step, Set<String> files) {
        return step.changes().stream()
                .filter(change -> files.contains(change.name()))
                .flatMap(change -> Stream.ofNullable(change.next()));
    }

    /** What has just failed is not what to go back to. */
    private void forgetAsFormer(Change change) {
        var next = change.next();
        if (next != null
                && outstanding
                        .former(change.name())
                        .filter(former -> former.file().saysTheSameAs(next.file()))
                        .isPresent()) {
            outstanding.remove(change.name());
        }
    }

    /** It cannot be made here; a Java file cannot be for want of nothing that comes by itself. */
    private void waitForWhatItNeeds(Unit unit) {
        if (isMissing(unit) && (outstanding.isFresh(unit.name()) || !unit.name().endsWith(".java"))) {
            outstanding.addFresh(unit);
        }
    }

    /**
     * It can be made, and does not start.
     *
     * @param interrupts whether a built-in route stepped aside for it
     */
    private void waitForItsTime(Unit unit, boolean interrupts) {
        if (!isMissing(unit)) {
            outstanding.addFailedChange(unit.file());
        } else if (interrupts) {
            outstanding.remove(unit.name());
            outstanding.addFailedChange(unit.file());
        } else {
            outstanding.addFresh(unit);
        }
    }

    private boolean isRunning(String name) {
        return running.all().containsKey(name);
    }

    /** Whether nothing runs that ran before, and nothing is to run again. */
    private boolean isMissing(Unit unit) {
        return !isRunning(unit.name()) && outstanding.former(unit.name()).isEmpty();
    }

    private static List<Unit> units(Step step, Function<Change, @Nullable Unit> side) {
        return step.changes().stream()
                .flatMap(change -> Stream.ofNullable(side.apply(change)))
                .toList();
    }

    private void tryOut(Step step, Unit next) throws LoadException {
        var leaving = step.changes().stream()
                .flatMap(other -> Stream.ofNullable(running.all().get(other.name())))
                .toList();
        trial.run(next, UnitOrder.givers(next, units(step, Change::next)), leaving);
    }

    private void startAll(List<Unit> units) throws StartException {
        for (var unit : UnitOrder.inOrder(units)) {
            try {
                if (!running.mayStart(unit)) {
                    continue;
                }
                running.start(unit);
            } catch (LoadException e) {
                throw new StartException(unit.name(), e);
            }
        }
    }

    private void stop(Step step) {
        running.stop(step.changes().stream().map(Change::name).toList());
    }

    private void putBack(Step step) {
        var formers = new ArrayList<Unit>();
        for (var change : step.changes()) {
            var former = change.former();
            (former == null ? outstanding.former(change.name()).stream() : Stream.of(former)).forEach(formers::add);
        }
        UnitOrder.inOrder(formers).forEach(this::bringBack);
    }

    private boolean bringBack(Unit unit) {
        if (!running.mayStart(unit)) {
            outstanding.addStopped(unit);
            return false;
        }
        try {
            running.start(unit);
            outstanding.remove(unit.name());
            return true;
        } catch (LoadException e) {
            outstanding.addFailed(unit);
            LiveRoutes.LOG
                    .atError()
                    .addKeyValue("file", unit.name())
                    .addKeyValue("cause", e.getMessage())
                    .log("What ran before does not start again; it is tried every ten seconds");
            if (!states.is(unit.name(), Condition.INVALID)) {
                states.update(
                        unit.name(),
                        Condition.DOWN,
                        "nothing of it runs: a change failed, and what ran before does not start again: "
                                + e.getMessage(),
                        List.of());
            }
            return false;
        }
    }

    /** Built-in routes that no file replaces any more. */
    private void callBack() {
        if (!running.isFrozen()) {
            builtIn.callBack(running::have);
        }
    }
}
