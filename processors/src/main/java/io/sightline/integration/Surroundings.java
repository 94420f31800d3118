package io.sightline.integration;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is there besides the files that are judged.
 *
 * @param loader the class path of the runtime
 * @param properties names of all properties that are set, among them those of environment variables; null when they are
 *     not known, and any placeholder passes
 * @param values those of properties, by name, as far as they are known
 * @param beans names of the runtime's beans; null when they are not known, and any reference passes
 * @param otherBeans whether there is a bean of a name that is not among them; asked only when no file makes it either
 * @param builtIn the runtime's own files of routes
 * @param guarded ids of built-in routes that no file may replace
 * @param expressions what reads them
 */
public record Surroundings(
        ClassLoader loader,
        @Nullable Set<String> properties,
        Map<String, String> values,
        @Nullable Set<String> beans,
        Predicate<String> otherBeans,
        List<SourceFile> builtIn,
        Set<String> guarded,
        Expressions expressions) {
    private static final Expressions NO_EXPRESSIONS = (language, text, predicate) -> Optional.empty();

    /** Knows the class path alone. */
    public static Surroundings of(ClassLoader loader) {
        return new Surroundings(loader, null, Map.of(), null, name -> false, List.of(), Set.of(), NO_EXPRESSIONS);
    }

    /** With the names of all properties; environment variables may be among them. */
    public Surroundings withProperties(Collection<String> names) {
        return new Surroundings(loader, new HashSet<>(names), values, beans, otherBeans, builtIn, guarded, expressions);
    }

    /** With values of properties besides those that are known; of one name the new one counts. */
    public Surroundings withValues(Map<String, String> more) {
        var all = new HashMap<>(values);
        all.putAll(more);
        return new Surroundings(loader, properties, all, beans, otherBeans, builtIn, guarded, expressions);
    }

    /**
     * With the names of beans.
     *
     * @param others whether there is a bean of a name that is not among them
     */
    public Surroundings withBeans(Collection<String> names, Predicate<String> others) {
        return new Surroundings(
                loader, properties, values, new HashSet<>(names), others, builtIn, guarded, expressions);
    }

    /** With what reads expressions. */
    public Surroundings withExpressions(Expressions reader) {
        return new Surroundings(loader, properties, values, beans, otherBeans, builtIn, guarded, reader);
    }

    /** With more beans, if they are known at all. */
    public Surroundings withMoreBeans(Collection<String> names) {
        return beans == null ? this : withBeans(beans, otherBeans.or(Set.copyOf(names)::contains));
    }

    /**
     * With the routes that the runtime brings along.
     *
     * @param unreplaceable ids of those that guard something
     */
    public Surroundings withBuiltIn(List<SourceFile> files, Set<String> unreplaceable) {
        return new Surroundings(
                loader,
                properties,
                values,
                beans,
                otherBeans,
                List.copyOf(files),
                Set.copyOf(unreplaceable),
                expressions);
    }

    /** Whether a property is there, or perhaps is. */
    boolean mayHaveProperty(String name) {
        return properties == null || hasProperty(name);
    }

    /** Whether a property is known to be there. */
    boolean hasProperty(String name) {
        return properties != null && names(name).anyMatch(properties::contains);
    }

    /** Of a property; empty when it is not known. */
    Optional<String> value(String name) {
        return names(name)
                .flatMap(spelled -> Stream.ofNullable(values.get(spelled)))
                .findFirst();
    }

    /** A property's name, and those of the environment variables that set it. */
    private static Stream<String> names(String name) {
        return Stream.of(
                name.replace('.', '_').replace("-", "").toUpperCase(Locale.ROOT),
                name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT),
                name);
    }

    Set<String> knownProperties() {
        return properties == null ? Set.of() : properties;
    }
}
