package io.sightline.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sightline.detection.TensorType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Texts as the binary extension writes them: each with its length before it, as 4 bytes. */
final class TextElements extends JsonElements {
    private final String input;
    private final long limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    TextElements(String input, long limit) {
        super(input, TensorType.BYTES);
        this.input = input;
        this.limit = limit;
    }

    @Override
    void add(JsonParser parser, long index) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong(parser, index);
        }
        write(bytes, parser.getText().getBytes(StandardCharsets.UTF_8));
        if (bytes.size() > limit) {
            throw Refusal.of(
                    "The data of " + input + " takes more than the " + limit + " bytes that a request may have.");
        }
    }

    @Override
    ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    /** Adds one element. */
    static void write(ByteArrayOutputStream target, byte[] element) {
        target.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(element.length)
                .array());
        target.writeBytes(element);
    }
}
