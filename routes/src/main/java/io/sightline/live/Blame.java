package io.sightline.live;

import io.sightline.integration.LoadPlan.Change;
import io.sightline.integration.LoadPlan.Step;
import io.sightline.integration.Unit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Whose fault it is that a file of a step does not start. What gives something, such as a Kamelet, takes those that use
 * it with it; and it is the giver's fault when a file does not start that has not changed itself.
 *
 * @param left why files stay as they were, by name
 * @param rest what can go on without them
 */
record Blame(Map<String, String> left, List<Change> rest) {
    static Blame of(Step step, String file, String message) {
        var failed = step.changes().stream()
                .filter(change -> change.name().equals(file))
                .findFirst()
                .orElseThrow();
        var left = new TreeMap<String, String>();
        var guilty = new LinkedHashSet<Change>();
        if (failed.isSame()) {
            reached(step, Set.of(failed), (from, to) -> from.uses(to)).stream()
                    .filter(change -> !change.isSame())
                    .forEach(guilty::add);
            guilty.forEach(giver -> left.put(
                    giver.name(),
                    file + " does not start " + (giver.next() == null ? "without it: " : "with it: ") + message));
        }
        if (guilty.isEmpty()) {
            guilty.add(failed);
            left.put(file, message);
        }
        var users = reached(step, guilty, (from, to) -> to.uses(from));
        var rest = new ArrayList<Change>();
        for (var change : step.changes()) {
            if (users.contains(change) && !change.isSame()) {
                left.putIfAbsent(change.name(), "waits for what it uses and changes with: " + message);
            } else if (!users.contains(change) && !guilty.contains(change) && !change.equals(failed)) {
                rest.add(change);
            }
        }
        return new Blame(left, rest);
    }

    /** All that a relation leads to, from one to the next. */
    private static Set<Change> reached(Step step, Set<Change> from, BiPredicate<Unit, Unit> leads) {
        var reached = new LinkedHashSet<Change>();
        var open = new ArrayList<>(from);
        while (!open.isEmpty()) {
            var current = open.remove(0);
            for (var other : step.changes()) {
                boolean isNext = !from.contains(other)
                        && next(current).anyMatch(unit -> next(other).anyMatch(theirs -> leads.test(unit, theirs)));
                if (isNext && reached.add(other)) {
                    open.add(other);
                }
            }
        }
        return reached;
    }

    /** What is deleted gives nothing any more, and that may be what is wrong. */
    private static Stream<Unit> next(Change change) {
        var next = change.next();
        return Stream.ofNullable(next == null ? change.former() : next);
    }
}
