package io.sightline.protocol;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sightline.contract.JsonReason;
import io.sightline.detection.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The only element of datatype BYTES that a request has: an encoded picture, in JSON as base64. It is decoded without
 * becoming a text, which would take several times its memory.
 */
final class EncodedElement extends JsonElements {
    private final String input;
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    EncodedElement(String input, TensorShape shape) {
        super(input, TensorType.BYTES);
        this.input = input;
        if (shape.elements() != 1) {
            throw Refusal.of("The " + input + " of datatype BYTES must hold one encoded picture, its shape is "
                    + shape.lengths() + ".");
        }
    }

    @Override
    void add(JsonParser parser, long index) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong(parser, index);
        }
        try {
            bytes = prefixed(parser.getBinaryValue());
        } catch (JsonParseException e) {
            throw Refusal.of("The data of " + input + " of datatype BYTES must be the base64 of an encoded picture: "
                    + JsonReason.of(e) + ".");
        }
    }

    @Override
    ByteBuffer bytes() {
        return bytes;
    }

    /** An element as the binary extension writes it: with its length before it, as 4 bytes. */
    static ByteBuffer prefixed(byte[] element) {
        return ByteBuffer.allocate(Integer.BYTES + element.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(element.length)
                .put(element)
                .flip();
    }
}
