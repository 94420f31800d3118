package io.sightline.integration;

import com.fasterxml.jackson.databind.JsonNode;
import io.sightline.integration.YamlNode.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Compares one text with the rule of a schema for it. What a placeholder stands for is not known, so it fits all. */
final class Scalars {
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern BOOLEAN = Pattern.compile("(?i)true|false");

    private Scalars() {}

    /** What was expected; empty when the text fits. */
    static Optional<String> mismatch(JsonNode rule, Text text) {
        if (Placeholders.isIn(text.value())) {
            return Optional.empty();
        }
        return fits(rule, text.value()) ? Optional.empty() : Optional.of(expected(rule));
    }

    static boolean isInteger(String value) {
        return INTEGER.matcher(value).matches();
    }

    static boolean isNumber(String value) {
        return NUMBER.matcher(value).matches();
    }

    static boolean isBoolean(String value) {
        return BOOLEAN.matcher(value).matches();
    }

    private static boolean fits(JsonNode rule, String value) {
        var names = names(rule);
        if (!names.isEmpty()) {
            return names.stream().anyMatch(value::equalsIgnoreCase);
        }
        return switch (rule.path("type").asText()) {
            case "boolean" -> isBoolean(value);
            case "integer" -> isInteger(value);
            case "number" -> isNumber(value);
            default -> true;
        };
    }

    static String expected(JsonNode rule) {
        var names = names(rule);
        if (!names.isEmpty()) {
            return "one of " + String.join(", ", names);
        }
        return switch (rule.path("type").asText()) {
            case "boolean" -> "true or false";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            default -> "a text";
        };
    }

    static String hint(JsonNode rule, Text text) {
        return Near.hint(text.value(), names(rule)).orElse("");
    }

    private static List<String> names(JsonNode rule) {
        var names = new ArrayList<String>();
        rule.path("enum").forEach(name -> names.add(name.asText()));
        return names;
    }
}
