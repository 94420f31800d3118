package io.sightline.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A component of Camel, as its catalogue describes it.
 *
 * @param syntax how its URIs look, such as {@code timer:timerName}
 * @param artifact the library that it comes in
 * @param consumerOnly whether a route can only begin with it
 * @param producerOnly whether nothing can be read from it
 * @param lenient whether it takes options that it does not know
 */
record Component(
        String scheme,
        String syntax,
        String artifact,
        boolean consumerOnly,
        boolean producerOnly,
        boolean lenient,
        List<ComponentOption> options) {
    private static final String SEPARATORS = ":/#@";

    static Component of(JsonNode json) {
        var about = json.path("component");
        var shared = json.path("componentProperties");
        var options = new ArrayList<ComponentOption>();
        json.path("properties")
                .properties()
                .forEach(option -> options.add(
                        ComponentOption.of(option.getKey(), option.getValue(), shared.has(option.getKey()))));
        return new Component(
                about.path("scheme").asText(),
                about.path("syntax").asText(),
                about.path("artifactId").asText(),
                about.path("consumerOnly").asBoolean(),
                about.path("producerOnly").asBoolean(),
                about.path("lenientProperties").asBoolean()
                        || about.path("api").asBoolean()
                        || json.path("properties").size() == 0,
                List.copyOf(options));
    }

    Optional<ComponentOption> option(String given) {
        return options.stream().filter(option -> option.isNamed(given)).findFirst();
    }

    Set<String> names() {
        var names = new TreeSet<String>();
        options.forEach(option -> names.add(option.name()));
        return names;
    }

    /** The options that a path gives a value to: as many as it has parts, those that are required before others. */
    Set<String> givenBy(String path) {
        var names = pathNames();
        var given = new LinkedHashSet<String>();
        if (path.isEmpty()) {
            return given;
        }
        int parts = parts(path);
        var needed = names.stream().filter(this::isRequired).toList();
        given.addAll(needed.subList(0, Math.min(parts, needed.size())));
        names.stream().filter(name -> given.size() < parts).forEach(given::add);
        return given;
    }

    /** Of a path that is one option alone, or that begins with one up to a colon, the name and value of that. */
    Optional<ComponentOption> first() {
        return pathNames().stream().findFirst().flatMap(this::option);
    }

    boolean hasOnePart() {
        return pathNames().size() == 1;
    }

    private boolean isRequired(String name) {
        return option(name).filter(ComponentOption::required).isPresent();
    }

    private List<String> pathNames() {
        var names = new ArrayList<String>();
        int colon = syntax.indexOf(':');
        for (var name : syntax.substring(colon + 1).split("[" + SEPARATORS + "]+", -1)) {
            if (option(name).isPresent()) {
                names.add(name);
            }
        }
        return names;
    }

    private int parts(String path) {
        var plain = path.replaceAll("\\{\\{.*?}}", "x");
        return (int) plain.chars()
                        .filter(letter -> SEPARATORS.indexOf(letter) >= 0)
                        .count()
                + 1;
    }
}
