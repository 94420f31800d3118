package io.sightline.protocol;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Parameters of a request, an input or an output. The protocol leaves them to the server: those that are not known are
 * ignored, those that would give the request another meaning are refused.
 *
 * @param owner what they belong to, for messages
 * @param values texts, booleans, {@link Long}s and {@link Double}s by name
 */
public record RequestParameters(String owner, Map<String, Object> values) {
    /** As the API under /v1 has it. */
    private static final int MOST_DETECTIONS = 10_000;

    private static final Set<String> REFUSED = Set.of(
            "sequence_id",
            "sequence_start",
            "sequence_end",
            "classification",
            "shared_memory_region",
            "shared_memory_byte_size",
            "shared_memory_offset");

    /** Refuses what cannot be ignored: shared memory, sequences, classification. */
    public RequestParameters {
        values = Map.copyOf(values);
        var refused =
                values.keySet().stream().filter(REFUSED::contains).sorted().toList();
        if (!refused.isEmpty()) {
            throw Refusal.of("Of the parameters of " + owner + ", " + String.join(", ", refused)
                    + " would need an extension that this server does not have; leave out what asks for it.");
        }
    }

    static RequestParameters none(String owner) {
        return new RequestParameters(owner, Map.of());
    }

    /** A lower bound on the score of detections, {@code min_confidence}. */
    public OptionalDouble minConfidence() {
        var value = values.get("min_confidence");
        if (value == null) {
            return OptionalDouble.empty();
        }
        if (value instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() <= 1) {
            return OptionalDouble.of(number.doubleValue());
        }
        throw wrong("min_confidence", "a number within 0..1", value);
    }

    /** A bound on the number of detections, {@code max_detections}. */
    public OptionalInt maxDetections() {
        var value = whole("max_detections");
        if (value.isPresent() && (value.getAsLong() < 1 || value.getAsLong() > MOST_DETECTIONS)) {
            throw wrong("max_detections", "a whole number within 1.." + MOST_DETECTIONS, value.getAsLong());
        }
        return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
    }

    Optional<Boolean> flag(String name) {
        var value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Boolean flag) {
            return Optional.of(flag);
        }
        throw wrong(name, "true or false", value);
    }

    OptionalLong whole(String name) {
        var value = values.get(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value instanceof Long number) {
            return OptionalLong.of(number);
        }
        throw wrong(name, "a whole number", value);
    }

    private RuntimeException wrong(String name, String rule, Object value) {
        return Refusal.of("The parameter " + name + " of " + owner + " must be " + rule + ", was "
                + (value instanceof String text ? Refusal.text(text) : value) + ".");
    }
}
