package io.sightline.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sightline.detection.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads the elements of a tensor from a JSON array, be it flat or nested as the shape is, into little-endian bytes; no
 * element becomes an object.
 */
final class JsonData {
    private final String input;
    private final TensorShape shape;
    private final JsonElements elements;
    /** Entries that were counted so far in the open array of each depth. */
    private final long[] counts;

    private boolean nested;
    private long total;

    private JsonData(String input, TensorShape shape, JsonElements elements) {
        this.input = input;
        this.shape = shape;
        this.elements = elements;
        this.counts = new long[Math.max(1, shape.rank())];
    }

    /**
     * Reads the array whose start is the parser's current token.
     *
     * @param length of the JSON: no tensor has more elements than it has bytes
     * @param limit most bytes that the tensor may take
     */
    static ByteBuffer read(JsonParser parser, String input, TensorType type, TensorShape shape, long length, long limit)
            throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw Refusal.of("The data of " + input + " must be an array, was " + value(parser) + ".");
        }
        if (shape.elements() > length) {
            throw Refusal.of("The shape " + shape.lengths() + " of " + input + " has " + shape.elements()
                    + " elements, the JSON has only " + length + " bytes.");
        }
        var elements = JsonElements.of(input, type, shape, limit);
        new JsonData(input, shape, elements).read(parser);
        return elements.bytes();
    }

    private void read(JsonParser parser) throws IOException {
        for (var depth = 0; depth >= 0; ) {
            var token = parser.nextToken();
            if (token == JsonToken.START_ARRAY) {
                open(depth);
                depth++;
            } else if (token == JsonToken.END_ARRAY) {
                close(depth);
                depth--;
            } else {
                element(depth, parser);
            }
        }
    }

    private void open(int depth) {
        if (depth + 1 >= shape.rank() || (!nested && total > 0)) {
            throw Refusal.of("The data of " + input + " is neither flat nor nested as its shape " + shape.lengths()
                    + " is: an array stands at depth " + (depth + 1) + " before element " + total + ".");
        }
        nested = true;
        counts[depth]++;
        counts[depth + 1] = 0;
    }

    private void close(int depth) {
        var expected = nested ? shape.lengths().get(depth) : shape.elements();
        if (counts[depth] != expected) {
            throw Refusal.of("The data of " + input + " has " + counts[depth] + " entries at depth " + depth
                    + ", the shape " + shape.lengths() + " asks for " + expected + ".");
        }
    }

    private void element(int depth, JsonParser parser) throws IOException {
        if (nested && depth + 1 < shape.rank()) {
            throw Refusal.of("The data of " + input + " is neither flat nor nested as its shape " + shape.lengths()
                    + " is: element " + total + " stands at depth " + depth + ".");
        }
        if (total == shape.elements()) {
            throw Refusal.of("The data of " + input + " has more elements than the " + shape.elements()
                    + " of its shape " + shape.lengths() + ".");
        }
        elements.add(parser, total);
        counts[depth]++;
        total++;
    }

    /** The current token as messages show it. */
    static String value(JsonParser parser) throws IOException {
        var token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            return Refusal.text(parser.getText());
        }
        return token == null ? "nothing" : token.isScalarValue() ? Refusal.quote(parser.getText()) : token.asString();
    }
}
