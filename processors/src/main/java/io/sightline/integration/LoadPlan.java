package io.sightline.integration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done so that the files that are there are those that run.
 *
 * @param steps one after the other; what is in one step is done as a whole, or not at all; what leaves and gives
 *     nothing to others is the first one, so that it leaves whatever becomes of those that it used something with
 * @param refused what is wrong with files that are not to run as they are, by file; what runs of them goes on
 */
public record LoadPlan(List<Step> steps, Map<String, List<Diagnostic>> refused) {
    /**
     * Makes a plan. A file with an error stays as it runs, or out; all others are judged once more beside what of it
     * runs. Of two files that take one name the one that runs has it.
     *
     * @param running by name of the file
     * @param present files that are there now
     */
    public static LoadPlan of(Map<String, Unit> running, List<SourceFile> present, Validator validator) {
        var refused = new TreeMap<String, List<Diagnostic>>();
        while (true) {
            var files = inOrder(running, present, refused);
            var judgement = validator.judge(files);
            boolean isSettled = true;
            for (var file : files) {
                var errors = errors(file, judgement);
                if (!errors.isEmpty() && refused.putIfAbsent(file.name(), errors) == null) {
                    isSettled &= isUnchanged(running, file);
                }
            }
            if (isSettled) {
                return new LoadPlan(steps(running, files, judgement, refused), refused);
            }
        }
    }

    /** A Kamelet beside a Pipe would be left out, since it is the route of the Pipe that is loaded. */
    private static List<Diagnostic> errors(SourceFile file, Judgement judgement) {
        var errors = judgement.errors(file);
        var unit = new Unit(file, judgement.of(file));
        if (!errors.isEmpty() || !unit.holdsPipe() || unit.kamelets().isEmpty()) {
            return errors;
        }
        return List.of(new Diagnostic(
                Severity.ERROR,
                file.name(),
                1,
                1,
                "kind",
                "the file holds both Pipes and Kamelets",
                "put each Kamelet into a file of its own"));
    }

    /** What runs unchanged comes first: the file that comes later is the one that is told of a name taken. */
    private static List<SourceFile> inOrder(
            Map<String, Unit> running, List<SourceFile> present, Map<String, List<Diagnostic>> refused) {
        var kept = new ArrayList<SourceFile>();
        var changed = new ArrayList<SourceFile>();
        var added = new ArrayList<SourceFile>();
        for (var file : present) {
            var former = running.get(file.name());
            if (former != null && (refused.containsKey(file.name()) || isUnchanged(running, file))) {
                kept.add(former.file());
            } else if (!refused.containsKey(file.name())) {
                (former == null ? added : changed).add(file);
            }
        }
        return Stream.of(kept, changed, added).flatMap(List::stream).toList();
    }

    private static boolean isUnchanged(Map<String, Unit> running, SourceFile file) {
        var former = running.get(file.name());
        return former != null && former.file().saysTheSameAs(file);
    }

    private static List<Step> steps(
            Map<String, Unit> running,
            List<SourceFile> files,
            Judgement judgement,
            Map<String, List<Diagnostic>> refused) {
        var changes = new ArrayList<Change>();
        var next = new LinkedHashMap<String, Unit>();
        files.forEach(file -> next.put(file.name(), new Unit(file, judgement.of(file))));
        running.forEach((name, former) -> {
            if (!next.containsKey(name) && !refused.containsKey(name)) {
                changes.add(new Change(name, former, null));
            }
        });
        next.forEach((name, unit) -> {
            if (!isUnchanged(running, unit.file())) {
                changes.add(new Change(name, running.get(name), unit));
            }
        });
        addUsers(running, next, changes, refused);
        var leaving = changes.stream()
                .filter(change -> change.next() == null && changes.stream().noneMatch(change::isNeededBy))
                .toList();
        changes.removeAll(leaving);
        var steps = new ArrayList<Step>();
        if (!leaving.isEmpty()) {
            steps.add(new Step(leaving));
        }
        steps.addAll(grouped(changes));
        return steps;
    }

    /** Those that use something that changes, such as a Kamelet or a bean, take the new one by being made anew. */
    private static void addUsers(
            Map<String, Unit> running,
            Map<String, Unit> next,
            List<Change> changes,
            Map<String, List<Diagnostic>> refused) {
        for (int index = 0; index < changes.size(); index++) {
            var change = changes.get(index);
            for (var unit : next.values()) {
                var former = running.get(unit.name());
                if (former != null
                        && !refused.containsKey(unit.name())
                        && changes.stream().noneMatch(other -> other.name().equals(unit.name()))
                        && change.units().anyMatch(changed -> unit.uses(changed) || unit.sharesAKameletWith(changed))) {
                    changes.add(new Change(unit.name(), former, unit));
                }
            }
        }
    }

    /** What is left waits for nothing: what leaves and takes nothing from the others has left by then. */
    private static List<Step> grouped(List<Change> changes) {
        var steps = new ArrayList<List<Change>>();
        for (var change : changes) {
            var own = new ArrayList<Change>();
            steps.removeIf(step -> step.stream().anyMatch(change::belongsTo) && own.addAll(step));
            own.add(change);
            steps.add(own);
        }
        return steps.stream().map(Step::new).toList();
    }

    /** Changes that depend on each other. */
    public record Step(List<Change> changes) {
        public Step {
            changes = List.copyOf(changes);
        }

        /** Whether nothing runs of any of its files. */
        public boolean isFresh() {
            return changes.stream().allMatch(change -> change.former() == null);
        }
    }

    /**
     * Of one file.
     *
     * @param former what runs; null when nothing does
     * @param next what is to run; null when nothing is
     */
    public record Change(
            String name, @Nullable Unit former, @Nullable Unit next) {
        /** Whether the file says what it said before, and is made anew for what it uses. */
        public boolean isSame() {
            return former != null && next != null && former.file().saysTheSameAs(next.file());
        }

        Stream<Unit> units() {
            return Stream.of(former, next).flatMap(Stream::ofNullable);
        }

        /** Whether the other one cannot go on, or not take what it is to take, while this one stays or without it. */
        private boolean isNeededBy(Change other) {
            return other != this
                    && units().anyMatch(unit -> other.units()
                            .anyMatch(theirs ->
                                    theirs.uses(unit) || theirs.givesWhat(unit) || theirs.sharesAKameletWith(unit)));
        }

        /** Whether both take one name, or one uses what the other gives. */
        boolean belongsTo(Change other) {
            return units().anyMatch(unit -> other.units()
                    .anyMatch(theirs -> unit.uses(theirs)
                            || theirs.uses(unit)
                            || unit.givesWhat(theirs)
                            || unit.sharesAKameletWith(theirs)));
        }
    }
}
