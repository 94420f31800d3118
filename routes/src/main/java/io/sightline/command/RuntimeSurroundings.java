package io.sightline.command;

import io.sightline.integration.ClassPathFolder;
import io.sightline.integration.SourceFile;
import io.sightline.integration.Surroundings;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What this runtime gives to the routes of integrators: class path, properties, built-in routes. */
final class RuntimeSurroundings {
    private static final String END = ".camel.yaml";

    /** These decide what becomes of a record that fails, what callers are told, and what is kept and counted. */
    private static final Set<String> GUARDED = Set.of(
            "answer-problems", "apply-retention", "audit-counters", "audit-rows", "dead-letter", "failure-policy");

    /** Routes that answer requests show each caller the sources that he may see, and no others. */
    private static final String ANSWERS = "precondition: \"'{{sightline.stages}}' contains 'api'\"";

    private RuntimeSurroundings() {}

    /**
     * @param more names of properties that will be set
     * @param replaceable ids of built-in routes that may be replaced although they guard something
     */
    static Surroundings of(ClassLoader loader, Collection<String> more, Collection<String> replaceable) {
        var properties = new HashSet<>(more);
        properties.addAll(System.getenv().keySet());
        properties.addAll(System.getProperties().stringPropertyNames());
        defaults(loader, properties);
        var builtIn = new ClassPathFolder(loader, "camel", END).files();
        var guarded = guarded(builtIn);
        guarded.removeAll(Set.copyOf(replaceable));
        return Surroundings.of(loader).withProperties(properties).withBuiltIn(builtIn, guarded);
    }

    /** A built-in file has the name of its route. */
    private static Set<String> guarded(List<SourceFile> builtIn) {
        var ids = new HashSet<>(GUARDED);
        for (var file : builtIn) {
            if (new String(file.content(), StandardCharsets.UTF_8).contains(ANSWERS)) {
                var name = file.name();
                ids.add(name.substring(name.lastIndexOf('/') + 1, name.length() - END.length()));
            }
        }
        return ids;
    }

    private static void defaults(ClassLoader loader, Set<String> names) {
        names.addAll(RuntimeDefaults.of(loader).keySet());
    }
}
