package io.sightline.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object of JSON that the API server answered, which may hold anything.
 *
 * @param values maps, lists, texts, numbers and truth values, by name
 */
record Tree(Map<?, ?> values) {
    /** Nothing when the value is no object. */
    static Tree of(@Nullable Object value) {
        return new Tree(value instanceof Map<?, ?> map ? map : Map.of());
    }

    Tree under(String name) {
        return of(values.get(name));
    }

    /** The objects of a list. */
    List<Tree> items(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream().filter(Map.class::isInstance).map(Tree::of).toList()
                : List.of();
    }

    /** Empty when it is none. */
    String text(String name) {
        return values.get(name) instanceof String text ? text : "";
    }

    Optional<Long> number(String name) {
        return values.get(name) instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
    }
}
