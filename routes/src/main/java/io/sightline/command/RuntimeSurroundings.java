package io.sightline.command;

import io.sightline.integration.ClassPathFolder;
import io.sightline.integration.SourceFile;
import io.sightline.integration.Surroundings;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What this runtime gives to the routes of integrators: class path, properties, built-in routes. */
public final class RuntimeSurroundings {
    private static final String END = ".camel.yaml";

    /** These decide what becomes of a record that fails, what callers are told, and what is kept and counted. */
    private static final Set<String> GUARDED = Set.of(
            "answer-problems", "apply-retention", "audit-counters", "audit-rows", "dead-letter", "failure-policy");

    /** Routes that answer requests show each caller the sources that he may see, and no others. */
    private static final String ANSWERS = "precondition: \"'{{sightline.stages}}' contains 'api'\"";

    private RuntimeSurroundings() {}

    /**
     * Knows the process's own environment and the runtime's own routes.
     *
     * @param more names of properties that will be set
     * @param replaceable ids of built-in routes that may be replaced although they guard something
     */
    public static Surroundings of(ClassLoader loader, Collection<String> more, Collection<String> replaceable) {
        var properties = new HashSet<>(more);
        properties.addAll(System.getenv().keySet());
        properties.addAll(System.getProperties().stringPropertyNames());
        var defaults = RuntimeDefaults.of(loader);
        properties.addAll(defaults.keySet());
        var builtIn = builtIn(loader);
        return Surroundings.of(loader)
                .withProperties(properties)
                .withValues(defaults)
                .withValues(System.getenv())
                .withExpressions(new CamelExpressions(loader))
                .withBuiltIn(builtIn, guarded(builtIn, replaceable));
    }

    /**
     * Ids of the built-in routes that guard something.
     *
     * @param replaceable those that are left alone no longer
     */
    public static Set<String> guarded(ClassLoader loader, Collection<String> replaceable) {
        return guarded(builtIn(loader), replaceable);
    }

    /** Ids of all built-in routes. */
    static Set<String> builtInIds(ClassLoader loader) {
        return builtIn(loader).stream().map(RuntimeSurroundings::id).collect(Collectors.toSet());
    }

    private static List<SourceFile> builtIn(ClassLoader loader) {
        return new ClassPathFolder(loader, "camel", END).files();
    }

    /** A built-in file has the name of its route. */
    private static Set<String> guarded(List<SourceFile> builtIn, Collection<String> replaceable) {
        var ids = new HashSet<>(GUARDED);
        for (var file : builtIn) {
            if (new String(file.content(), StandardCharsets.UTF_8).contains(ANSWERS)) {
                ids.add(id(file));
            }
        }
        ids.removeAll(Set.copyOf(replaceable));
        return ids;
    }

    private static String id(SourceFile file) {
        var name = file.name();
        return name.substring(name.lastIndexOf('/') + 1, name.length() - END.length());
    }
}
