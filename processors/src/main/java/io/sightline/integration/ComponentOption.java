package io.sightline.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An option of a component's endpoints, as Camel's catalogue describes it.
 *
 * @param inPath whether it is part of the path rather than of the query
 * @param type such as string, boolean, integer, duration, enum or object
 * @param values accepted ones of an enum; empty for other types
 * @param prefix what names of its own begin with, of an option that takes any number of them; empty otherwise
 * @param optionalPrefix what its name may begin with; empty when nothing
 * @param componentWide whether the component as a whole can have it, so that no endpoint needs it
 */
record ComponentOption(
        String name,
        boolean inPath,
        String type,
        String javaType,
        boolean required,
        boolean secret,
        List<String> values,
        String prefix,
        String optionalPrefix,
        boolean componentWide) {
    private static final int LONGEST = 1_000;
    private static final Pattern DURATION = Pattern.compile(
            "(?i)-?\\d+|-?P.+|(-?\\d+(\\.\\d+)?\\s*(ms|millis|s|secs?|seconds?|m|mins?|minutes?|h|hours?|d|days?)\\s*)+");

    static ComponentOption of(String name, JsonNode json, boolean componentWide) {
        var values = new ArrayList<String>();
        json.path("enum").forEach(value -> values.add(value.asText()));
        return new ComponentOption(
                name,
                json.path("kind").asText().equals("path"),
                json.path("type").asText(),
                json.path("javaType").asText(),
                json.path("required").asBoolean(),
                json.path("secret").asBoolean(),
                List.copyOf(values),
                json.path("multiValue").asBoolean() ? json.path("prefix").asText() : "",
                json.path("optionalPrefix").asText(),
                componentWide);
    }

    /** Whether a given name means this option. */
    boolean isNamed(String given) {
        return given.equals(name)
                || (!optionalPrefix.isEmpty() && given.equals(optionalPrefix + name))
                || (!prefix.isEmpty() && given.startsWith(prefix) && given.length() > prefix.length());
    }

    /** Whether it takes several values. */
    boolean isMany() {
        return !prefix.isEmpty()
                || type.equals("array")
                || javaType.endsWith("[]")
                || javaType.matches("java\\.util\\.(Collection|List|Map|Set)(<.*)?");
    }

    /** Whether only a bean will do. */
    boolean isBean() {
        return type.equals("object")
                && (javaType.startsWith("org.apache.camel.spi.") || javaType.equals("javax.sql.DataSource"));
    }

    /** What was expected instead of a value; empty when it fits. A placeholder and a reference fit all. */
    Optional<String> mismatch(String value) {
        if (Placeholders.isIn(value) || value.startsWith("#") || value.contains("${") || value.startsWith("RAW")) {
            return Optional.empty();
        }
        if (value.length() > LONGEST) {
            return type.equals("string") ? Optional.empty() : Optional.of("a shorter text");
        }
        return switch (type) {
            case "boolean" -> unless(Scalars.isBoolean(value), "true or false");
            case "integer" -> unless(Scalars.isInteger(value), "a whole number");
            case "number" -> unless(Scalars.isNumber(value), "a number");
            case "duration" -> unless(DURATION.matcher(value).matches(), "a duration, such as 500, 30s or 5m");
            case "enum" ->
                unless(values.stream().anyMatch(known -> same(known, value)), "one of " + String.join(", ", values));
            default -> unless(!isBean(), "a bean, written as #name");
        };
    }

    private static Optional<String> unless(boolean fits, String expected) {
        return fits ? Optional.empty() : Optional.of(expected);
    }

    /** Camel reads constants whatever their case, and with dashes. */
    private static boolean same(String known, String value) {
        return uniform(known).equals(uniform(value));
    }

    private static String uniform(String constant) {
        return constant.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }
}
