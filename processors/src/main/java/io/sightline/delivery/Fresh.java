package io.sightline.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Tells the rows that a statement inserted from those that it met. */
final class Fresh {
    private Fresh() {}

    /** For each key that was inserted the first row with it: a later one met the first. */
    static <T> List<T> of(List<T> rows, Function<T, UUID> key, Collection<UUID> inserted) {
        var left = new HashMap<UUID, Integer>();
        inserted.forEach(id -> left.merge(id, 1, Integer::sum));
        var fresh = new ArrayList<T>(inserted.size());
        for (var row : rows) {
            var id = key.apply(row);
            int count = left.getOrDefault(id, 0);
            if (count > 0) {
                fresh.add(row);
                left.put(id, count - 1);
            }
        }
        return fresh;
    }
}
