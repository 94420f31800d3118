package io.sightline.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import io.sightline.failure.Quotation;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * One object of a list of a COCO document, with those of its fields that count, each checked when it is asked for. A
 * field that is null counts as left out.
 *
 * @param file name of the document, for messages
 * @param place which one of its list it is, such as {@code images[3]}
 * @param kind what it is called when its id is known, such as {@code image}
 */
record CocoEntry(String file, String place, String kind, Map<String, JsonNode> fields) {
    private static final int LONGEST_TEXT = 500;

    /** A number of 64 bits that names something. */
    long id(String name) {
        var value = required(name, "a whole number such as 1");
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(name, "must be a whole number such as 1", value);
        }
        return value.longValue();
    }

    /** A side in pixels. */
    int side(String name, int most) {
        var wanted = "a whole number of pixels from 1 to " + most;
        var value = required(name, wanted);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1 || value.intValue() > most) {
            throw wrong(name, "must be " + wanted, value);
        }
        return value.intValue();
    }

    String text(String name) {
        var value = required(name, "a text");
        var text = value.asText();
        if (!value.isTextual() || text.isBlank() || text.length() > LONGEST_TEXT) {
            throw wrong(name, "must be a text of 1 to " + LONGEST_TEXT + " characters", value);
        }
        if (text.codePoints().anyMatch(Quotation::isControl)) {
            throw wrong(name, "must hold no control characters", value);
        }
        return text;
    }

    /** 0 or 1, also as true or false; no when it is left out. */
    boolean flag(String name) {
        return field(name)
                .map(value -> {
                    if (value.isBoolean()) {
                        return value.booleanValue();
                    }
                    if (!value.isInt() || value.intValue() < 0 || value.intValue() > 1) {
                        throw wrong(name, "must be 0 or 1", value);
                    }
                    return value.intValue() == 1;
                })
                .orElse(false);
    }

    /** Checks a number that may be left out. */
    void requireWithin(String name, double most) {
        field(name).ifPresent(value -> {
            if (!value.isNumber() || !(value.doubleValue() >= 0 && value.doubleValue() <= most)) {
                throw wrong(name, "must be a number from 0 to " + most + ", or be left out", value);
            }
        });
    }

    /** The field {@code bbox}: a rectangle with an area. */
    PixelBox box() {
        var value = required("bbox", "four numbers: x, y, width and height in pixels");
        var numbers = new double[4];
        var isBox = value.isArray() && value.size() == numbers.length;
        for (int i = 0; isBox && i < numbers.length; i++) {
            numbers[i] = value.get(i).doubleValue();
            isBox = value.get(i).isNumber() && Double.isFinite(numbers[i]);
        }
        if (!isBox) {
            throw wrong("bbox", "must be four finite numbers: x, y, width and height in pixels", value);
        }
        var box = new PixelBox(numbers[0], numbers[1], numbers[2], numbers[3]);
        if (!(box.width() > 0 && box.height() > 0)) {
            throw wrong(
                    "bbox",
                    "must have a width and a height above 0 (not the far corner), no other can be found",
                    value);
        }
        return box;
    }

    /** A refusal that names the entry, the field, its value and the rule. */
    IllegalArgumentException wrong(String name, String rule) {
        return wrong(name, rule, required(name, "there"));
    }

    /** A refusal that names the entry by its id, where it has one. */
    IllegalArgumentException refusal(String reason) {
        var label = field("id")
                .filter(JsonNode::isIntegralNumber)
                .map(id -> kind + " " + Quotation.of(id.asText()))
                .orElse(place);
        return GoldenSet.refusal(file, label + ": " + reason);
    }

    private Optional<JsonNode> field(String name) {
        return Optional.ofNullable(fields.get(name)).filter(value -> !value.isNull());
    }

    private JsonNode required(String name, String wanted) {
        return field(name).orElseThrow(() -> refusal(name + " is missing; it must be " + wanted));
    }

    private IllegalArgumentException wrong(String name, String rule, JsonNode value) {
        return refusal(name + " " + rule + ", was " + Quotation.of(shown(value)));
    }

    private static String shown(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> {
                var elements = new StringJoiner(", ", "[", "]");
                value.forEach(element -> elements.add(shown(element)));
                yield elements.toString();
            }
            // As JSON a text has quotation marks, and NaN would get some.
            case STRING -> value.toString();
            default -> value.asText();
        };
    }
}
