package io.sightline.command;

import io.sightline.integration.Surroundings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The beans of the runtime, as far as they are known while it does not run.
 *
 * @param serverless makers of those that need no server, by name
 * @param names of its own beans, whatever part of the pipeline makes them
 * @param others whether a library makes a bean of a name
 */
public record RuntimeBeans(
        Map<String, Supplier<Object>> serverless, Supplier<Set<String>> names, Predicate<String> others) {
    /** @param more names of beans that will be there besides */
    Surroundings in(Surroundings surroundings, Collection<String> more) {
        return surroundings.withBeans(new ArrayList<>(names.get()), others).withMoreBeans(more);
    }
}
