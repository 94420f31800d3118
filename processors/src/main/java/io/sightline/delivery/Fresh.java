package io.sightline.delivery;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Tells the rows that a statement inserted from those that it met. */
final class Fresh {
    private Fresh() {}

    /** Those of the rows, each with a key of its own, whose key was inserted. */
    static <T> List<T> of(List<T> rows, Function<T, UUID> key, Collection<UUID> inserted) {
        var keys = Set.copyOf(inserted);
        return rows.stream().filter(row -> keys.contains(key.apply(row))).toList();
    }
}
