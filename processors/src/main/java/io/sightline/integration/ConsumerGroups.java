package io.sightline.integration;

import io.sightline.integration.Facts.Named;
import io.sightline.integration.Facts.Reader;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The consumer groups of Kafka that built-in routes read with. Whoever else joins one, whatever topic it reads, has
 * partitions assigned that the built-in route then does not read, and its commits count for that route.
 *
 * @param routes id of the built-in route, by group
 */
public record ConsumerGroups(Map<String, String> routes) {
    private static final String OWN = "sightline-";

    public ConsumerGroups {
        routes = Map.copyOf(routes);
    }

    static ConsumerGroups of(Collection<Reader> builtIn, Surroundings surroundings) {
        var routes = new HashMap<String, String>();
        for (var reader : builtIn) {
            reader.group(surroundings).ifPresent(group -> routes.put(group, reader.route()));
        }
        return new ConsumerGroups(routes);
    }

    /**
     * Why something may not read with a group; empty when it may.
     *
     * @param route id of the route; empty when it is none, or none that may replace a built-in one
     */
    public Optional<String> refusal(String group, String route) {
        return owner(group, route).map(owner -> message(group, owner) + "; " + wayOut(owner));
    }

    void check(List<Reader> readers, Surroundings surroundings) {
        for (var reader : readers) {
            // What is not known here is judged once the route is made.
            reader.group(surroundings)
                    .ifPresent(
                            group -> reader.route(surroundings).ifPresent(route -> check(group, route, reader.at())));
        }
    }

    /** @param at where it stands */
    void check(String group, String route, Named at) {
        if (routes.containsKey(group)) {
            owner(group, route)
                    .ifPresent(
                            owner -> at.findings().error(at.place(), at.path(), message(group, owner), wayOut(owner)));
        } else if (isOfAPipe(at) && group.startsWith(OWN)) {
            at.findings()
                    .error(
                            at.place(),
                            at.path(),
                            "groups that begin with " + OWN + " are the runtime's own",
                            "choose another groupId; a Pipe without one has a group that is named after it");
        }
    }

    /** Paths of a Pipe begin so; those of a Kamelet that Camel reads begin at its template. */
    private static boolean isOfAPipe(Named at) {
        return at.path().startsWith("spec.") && !at.path().startsWith("spec.template.");
    }

    private Optional<String> owner(String group, String route) {
        return Optional.ofNullable(routes.get(group)).filter(owner -> !owner.equals(route));
    }

    private static String message(String group, String owner) {
        return "the consumer group '" + group + "' is that of the built-in route '" + owner
                + "', which would lose records to whoever else reads with it, whatever the topic";
    }

    private static String wayOut(String owner) {
        return "choose another groupId; only a 'route' of the id " + owner + ", which replaces that one, may have it";
    }
}
