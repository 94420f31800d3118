package io.sightline.live;

import io.sightline.integration.Unit;
import java.util.ArrayList;
import java.util.List;

/** Who comes before whom, by what they use. */
final class UnitOrder {
    private UnitOrder() {}

    /** What a file uses, and what that uses. */
    static List<Unit> givers(Unit user, List<Unit> all) {
        var givers = new ArrayList<Unit>();
        var open = new ArrayList<>(List.of(user));
        while (!open.isEmpty()) {
            var current = open.remove(0);
            for (var other : all) {
                if (current.uses(other) && other != user && !givers.contains(other)) {
                    givers.add(other);
                    open.add(other);
                }
            }
        }
        return givers;
    }

    /** Those that give something come before those that use it; in a ring nobody is first. */
    static List<Unit> inOrder(List<Unit> units) {
        var open = new ArrayList<>(units);
        var ordered = new ArrayList<Unit>();
        while (!open.isEmpty()) {
            var next = open.stream()
                    .filter(unit -> open.stream().noneMatch(unit::uses))
                    .findFirst()
                    .orElse(open.get(0));
            open.remove(next);
            ordered.add(next);
        }
        return ordered;
    }
}
