package io.sightline.integration;

import io.sightline.integration.Facts.Given;
import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Entry;
import io.sightline.integration.YamlNode.Text;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as a file names it.
 *
 * @param text its URI
 * @param parametersPlace where parameters stand apart from the URI; null when they do not
 * @param role what it does in its route
 * @param given the options of both
 */
record Endpoint(
        Text text, EndpointUri uri, @Nullable Place parametersPlace, Role role, Map<String, Given> given, String path) {
    private static final Map<String, String> ADDRESSES = Map.of(
            "class",
            "beanName",
            "direct",
            "name",
            "kamelet",
            "templateId",
            "platform-http",
            "path",
            "seda",
            "name",
            "sql",
            "query");

    /** What an endpoint does in its route. */
    enum Role {
        /** The route begins with it. */
        CONSUMER,
        /** The route sends to it. */
        PRODUCER,
        /** The route reads from it in between. */
        POLLED
    }

    /**
     * Reads one.
     *
     * @param parameters the options beside the URI; null when there are none
     * @param path where the URI stands; the parameters stand in the same object
     */
    static Endpoint of(Text text, @Nullable Entry parameters, Role role, String path) {
        var uri = EndpointUri.of(text.value());
        var given = new LinkedHashMap<String, Given>();
        for (var option : uri.options()) {
            var place = text.at(option.index());
            var value = new Text(place, option.value(), false, false);
            given.put(option.name(), new Given(option.name(), value, place, path));
        }
        if (parameters != null && parameters.value() instanceof Entries entries) {
            given.putAll(Given.all(entries, Paths.key(Paths.parent(path), parameters.name())));
        }
        return new Endpoint(
                text, uri, parameters == null ? null : parameters.key().place(), role, given, path);
    }

    /** The component and the path, without options; what clashes with another of the same. */
    String target() {
        return uri.scheme() + ":" + address();
    }

    /** The path; of one that is all parameters, as editors write them, the parameter that stands for it. */
    String address() {
        return uri.path().isEmpty() ? option(ADDRESSES.getOrDefault(uri.scheme(), "")) : uri.path();
    }

    String option(String name) {
        var found = given.get(name);
        return found == null ? "" : found.value().value();
    }
}
