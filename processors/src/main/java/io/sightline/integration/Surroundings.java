package io.sightline.integration;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is there besides the files that are judged.
 *
 * @param loader the class path of the runtime
 * @param properties names of all properties that are set, among them those of environment variables; null when they are
 *     not known, and any placeholder passes
 * @param beans names of all beans of the runtime; null when they are not known, and any reference passes
 * @param builtIn the runtime's own files of routes
 * @param guarded ids of built-in routes that no file may replace
 */
public record Surroundings(
        ClassLoader loader,
        @Nullable Set<String> properties,
        @Nullable Set<String> beans,
        List<SourceFile> builtIn,
        Set<String> guarded) {
    /** Knows the class path alone. */
    public static Surroundings of(ClassLoader loader) {
        return new Surroundings(loader, null, null, List.of(), Set.of());
    }

    /** With the names of all properties; environment variables may be among them. */
    public Surroundings withProperties(Collection<String> names) {
        return new Surroundings(loader, new HashSet<>(names), beans, builtIn, guarded);
    }

    /** With the names of all beans. */
    public Surroundings withBeans(Collection<String> names) {
        return new Surroundings(loader, properties, new HashSet<>(names), builtIn, guarded);
    }

    /**
     * With the routes that the runtime brings along.
     *
     * @param unreplaceable ids of those that guard something
     */
    public Surroundings withBuiltIn(List<SourceFile> files, Set<String> unreplaceable) {
        return new Surroundings(loader, properties, beans, List.copyOf(files), Set.copyOf(unreplaceable));
    }

    /** Whether a property is there, or perhaps is. */
    boolean mayHaveProperty(String name) {
        return properties == null
                || properties.contains(name)
                || properties.contains(name.replace('.', '_').replace("-", "").toUpperCase(Locale.ROOT))
                || properties.contains(name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT));
    }

    Set<String> knownProperties() {
        return properties == null ? Set.of() : properties;
    }
}
