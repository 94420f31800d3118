package io.sightline.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What is wrong with a value by a schema of OpenAPI 3.0, as far as contracts here use it. A property that the schema
 * does not name is wrong too: in an example it is a mistyped one.
 */
final class SchemaViolations {
    private final RestContract contract;
    private final List<String> found = new ArrayList<>();

    private SchemaViolations(RestContract contract) {
        this.contract = contract;
    }

    /** Each begins with the place within the value. */
    static List<String> of(RestContract contract, JsonNode schema, JsonNode value) {
        var violations = new SchemaViolations(contract);
        violations.check("", schema, value);
        return violations.found;
    }

    private void check(String place, JsonNode reference, JsonNode value) {
        var schema = contract.resolved(reference);
        if (value.isNull() && schema.path("nullable").asBoolean()) {
            return;
        }
        if (schema.has("enum")) {
            require(contains(schema.path("enum"), value), place + " is none of " + schema.path("enum"));
        }
        switch (schema.path("type").asText()) {
            case "string" -> text(place, schema, value);
            case "integer" -> number(place, schema, value, value.isIntegralNumber());
            case "number" -> number(place, schema, value, value.isNumber());
            case "boolean" -> require(value.isBoolean(), place + " is no boolean");
            case "array" -> list(place, schema, value);
            default -> {
                if (schema.has("oneOf")) {
                    require(isOneOf(schema.path("oneOf"), value), place + " is not exactly one of its kinds");
                } else if (isAnotherByReference(schema)) {
                    check(place, schema.path("allOf").path(0), value);
                } else {
                    object(place, schema, value);
                }
            }
        }
    }

    private boolean isOneOf(JsonNode kinds, JsonNode value) {
        var fitting = 0;
        for (var kind : kinds) {
            fitting += of(contract, kind, value).isEmpty() ? 1 : 0;
        }
        return fitting == 1;
    }

    /** Beside a reference nothing else can stand, so that one which may be null is wrapped. */
    private static boolean isAnotherByReference(JsonNode schema) {
        return schema.path("nullable").asBoolean() && schema.path("allOf").size() == 1;
    }

    private void text(String place, JsonNode schema, JsonNode value) {
        if (!value.isTextual()) {
            found.add(place + " is no text");
            return;
        }
        var text = value.asText();
        var length = text.codePointCount(0, text.length());
        require(
                length >= schema.path("minLength").asInt(0)
                        && length <= schema.path("maxLength").asInt(Integer.MAX_VALUE),
                place + " has " + length + " characters");
        require(
                !schema.has("pattern")
                        || Pattern.compile(schema.path("pattern").asText())
                                .matcher(text)
                                .find(),
                place + " does not match " + schema.path("pattern").asText());
        require(
                hasFormat(schema.path("format").asText(), text),
                place + " is no " + schema.path("format").asText());
    }

    private static boolean hasFormat(String format, String text) {
        try {
            return switch (format) {
                case "uuid" -> UUID.fromString(text).toString().equals(text);
                case "date-time" -> OffsetDateTime.parse(text).toString().length() > 0;
                case "date" -> LocalDate.parse(text).toString().equals(text);
                default -> true;
            };
        } catch (DateTimeException | IllegalArgumentException e) {
            return false;
        }
    }

    private void number(String place, JsonNode schema, JsonNode value, boolean isOne) {
        require(isOne, place + " is no " + schema.path("type").asText());
        require(
                (!schema.has("minimum")
                                || value.decimalValue()
                                                .compareTo(
                                                        schema.path("minimum").decimalValue())
                                        >= 0)
                        && (!schema.has("maximum")
                                || value.decimalValue()
                                                .compareTo(
                                                        schema.path("maximum").decimalValue())
                                        <= 0),
                place + " is out of bounds");
    }

    private void list(String place, JsonNode schema, JsonNode value) {
        require(value.isArray(), place + " is no list");
        require(
                value.size() >= schema.path("minItems").asInt(0)
                        && value.size() <= schema.path("maxItems").asInt(Integer.MAX_VALUE),
                place + " has " + value.size() + " items");
        for (var i = 0; i < value.size(); i++) {
            check(place + "[" + i + "]", schema.path("items"), value.path(i));
        }
    }

    private void object(String place, JsonNode schema, JsonNode value) {
        require(value.isObject(), place + " is no object");
        var properties = new TreeMap<String, JsonNode>();
        var required = new TreeSet<String>();
        gather(schema, properties, required);
        required.stream().filter(name -> !value.has(name)).forEach(name -> found.add(place + " lacks " + name));
        var others = schema.path("additionalProperties");
        value.properties().forEach(entry -> {
            var property = properties.get(entry.getKey());
            if (property != null) {
                check(place + "." + entry.getKey(), property, entry.getValue());
            } else if (others.isObject()) {
                check(place + "." + entry.getKey(), others, entry.getValue());
            } else {
                require(properties.isEmpty(), place + "." + entry.getKey() + " is not described");
            }
        });
    }

    private void gather(JsonNode reference, TreeMap<String, JsonNode> properties, TreeSet<String> required) {
        var schema = contract.resolved(reference);
        schema.path("properties").properties().forEach(entry -> properties.put(entry.getKey(), entry.getValue()));
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("allOf").forEach(part -> gather(part, properties, required));
    }

    private void require(boolean fulfilled, String violation) {
        if (!fulfilled) {
            found.add(violation);
        }
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (var one : values) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
