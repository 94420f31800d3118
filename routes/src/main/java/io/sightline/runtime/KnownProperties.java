package io.sightline.runtime;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.failure.NearestName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collection;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/**
 * The names of all properties under {@code sightline.} that some configuration record on the class path declares.
 *
 * @param names names in canonical form; {@code *} stands for a key that the user chooses
 */
record KnownProperties(Collection<String> names) {
    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final String PREFIX = "sightline.";

    static KnownProperties onClassPath(ClassLoader loader) {
        var names = new TreeSet<String>();
        try {
            Enumeration<URL> files = loader.getResources(METADATA);
            while (files.hasMoreElements()) {
                for (var property :
                        new JsonMapper().readTree(files.nextElement()).path("properties")) {
                    var name = property.path("name").asText();
                    if (name.startsWith(PREFIX)
                            && !property.path("type").asText().startsWith("java.util.Map")) {
                        names.add(name);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (var component : SightlineProperties.Model.class.getRecordComponents()) {
            names.add("sightline.models.*." + DataObjectPropertyName.toDashedForm(component.getName()));
        }
        return new KnownProperties(names);
    }

    boolean contains(String name) {
        return names.stream().anyMatch(known -> matches(known, name));
    }

    /** The known name that differs least, unless even that one has little in common. */
    Optional<String> nearest(String name) {
        return NearestName.of(name, names);
    }

    /** Whether both are one name; the known one is in canonical form. */
    static boolean matches(String known, String name) {
        int key = known.indexOf('*');
        if (key < 0) {
            return uniform(known).equals(uniform(name));
        }
        // The key is a name of its own, or in brackets when it holds dots.
        var map = known.substring(0, key - 1);
        int last = name.lastIndexOf('.');
        return (name.startsWith(map + ".") || name.startsWith(map + "["))
                && last > map.length()
                && uniform(name.substring(last + 1)).equals(uniform(known.substring(key + 2)));
    }

    /** Environment variables know neither dots nor dashes, and a list's elements carry an index. */
    private static String uniform(String name) {
        return name.replaceAll("\\[\\d+]", "").replaceAll("[.\\-_]", "").toLowerCase(Locale.ROOT);
    }
}
