package io.sightline.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The fields of a request's JSON object, each checked against its rule. A field that is null counts as left out; every
 * refusal is INVALID_PARAMETER and names field, value and rule.
 */
record JsonFields(JsonNode object) {
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_WORD = 200;
    private static final int LONGEST_TIME = 40;

    /** A refusal must not be as long as what it refuses. */
    private static final int MOST_NAMED = 5;

    /** @param known names of all fields: a mistyped filter that is ignored would do more than was asked for */
    JsonFields(JsonNode object, Set<String> known) {
        this(object);
        if (!object.isObject()) {
            throw refusal("The body must be a JSON object.");
        }
        var unknown = object.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !known.contains(name))
                .limit(MOST_NAMED)
                .map(Quotation::of)
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw refusal("There is no field " + unknown + " here; known are " + String.join(", ", new TreeSet<>(known))
                    + ".");
        }
    }

    Optional<Boolean> flag(String name) {
        return field(name).map(value -> {
            if (!value.isBoolean()) {
                throw refusal(name, "must be true or false", value);
            }
            return value.booleanValue();
        });
    }

    Optional<Integer> number(String name, int least, int most) {
        return field(name).map(value -> {
            if (!value.isIntegralNumber()) {
                throw refusal(name, "must be a whole number", value);
            }
            if (!value.canConvertToInt() || value.intValue() < least || value.intValue() > most) {
                throw refusal(name, "must be at least " + least + " and at most " + most, value);
            }
            return value.intValue();
        });
    }

    Optional<String> word(String name, List<String> words) {
        return text(name, LONGEST_WORD).map(value -> {
            if (!words.contains(value)) {
                throw refusal(name, "must be one of " + words, field(name).orElseThrow());
            }
            return value;
        });
    }

    Optional<String> text(String name, int longest) {
        return field(name).map(value -> {
            if (!value.isTextual()) {
                throw refusal(name, "must be a text", value);
            }
            var text = value.textValue();
            int length = text.codePointCount(0, text.length());
            if (length < 1 || length > longest) {
                throw refusal(name, "must have 1 to " + longest + " characters", value);
            }
            if (text.codePoints().anyMatch(Quotation::isControl)) {
                throw refusal(name, "must hold no control characters", value);
            }
            return text;
        });
    }

    /** RFC 3339 knows years of four digits only, and no database stores the year 0. */
    Optional<Instant> time(String name) {
        return text(name, LONGEST_TIME).map(value -> {
            try {
                var time = OffsetDateTime.parse(value).withOffsetSameInstant(ZoneOffset.UTC);
                if (time.getYear() >= 1 && time.getYear() <= 9998) {
                    return time.toInstant();
                }
            } catch (DateTimeException e) {
                // Refused below like a year that is none.
            }
            throw refusal(
                    name,
                    "must be a time such as 2026-11-01T08:00:00Z",
                    field(name).orElseThrow());
        });
    }

    /** Each once, in their order. */
    List<UUID> ids(String name, int most) {
        var values = field(name);
        if (values.isEmpty()) {
            return List.of();
        }
        if (!values.get().isArray() || values.get().isEmpty() || values.get().size() > most) {
            throw refusal(name, "must be a list of 1 to " + most + " UUIDs", values.get());
        }
        var ids = new LinkedHashSet<UUID>();
        for (var value : values.get()) {
            if (!value.isTextual() || !UUID_FORM.matcher(value.textValue()).matches()) {
                throw refusal(name, "must hold UUIDs", value);
            }
            ids.add(UUID.fromString(value.textValue()));
        }
        return List.copyOf(ids);
    }

    private Optional<JsonNode> field(String name) {
        return Optional.ofNullable(object.get(name)).filter(value -> !value.isNull());
    }

    private static PermanentFailure refusal(String name, String rule, JsonNode value) {
        return refusal(name + " " + rule + ", was " + shown(value) + ".");
    }

    /** A text in quotation marks: without them "5" looks like the number that it is not. */
    private static String shown(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue().isEmpty() ? "\"\"" : '"' + Quotation.of(value.textValue()) + '"';
        }
        return Quotation.of(value.isValueNode() ? value.asText() : value.toString());
    }

    private static PermanentFailure refusal(String message) {
        return new PermanentFailure(FailureCode.INVALID_PARAMETER, message);
    }
}
