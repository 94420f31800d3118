package io.sightline.protocol;

import io.sightline.detection.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes behind the JSON of a request, taken by its inputs one after the other without a copy. */
final class BinaryTail {
    private final byte[] body;
    private final int start;
    private final boolean announced;
    private int position;

    /**
     * @param start where the JSON has ended
     * @param announced whether the request says where that is
     */
    BinaryTail(byte[] body, int start, boolean announced) {
        this.body = body;
        this.start = start;
        this.announced = announced;
        this.position = start;
    }

    /** The next {@code size} bytes, which must be the elements of a tensor of this type and shape. */
    ByteBuffer next(String input, TensorType type, TensorShape shape, long size) {
        if (!announced) {
            throw Refusal.of("The " + input + " has the parameter binary_data_size, but the request has no header "
                    + "Inference-Header-Content-Length that says where its JSON ends.");
        }
        if (size < 0 || size > body.length - position) {
            throw Refusal.of("The parameter binary_data_size of " + input + " is " + size + ", there are "
                    + (body.length - position) + " bytes left behind the JSON.");
        }
        var bytes = ByteBuffer.wrap(body, position, (int) size).slice().order(ByteOrder.LITTLE_ENDIAN);
        position += (int) size;
        require(input, type, shape, bytes);
        return bytes;
    }

    /** Refuses bytes that no input has taken. */
    void requireTaken() {
        if (position != body.length) {
            throw Refusal.of("There are " + (body.length - start) + " bytes behind the JSON, the inputs take "
                    + (position - start) + " of them.");
        }
    }

    private static void require(String input, TensorType type, TensorShape shape, ByteBuffer bytes) {
        switch (type) {
            case BYTES -> requireTexts(input, shape, bytes);
            case BOOL -> {
                requireLength(input, type, shape, bytes.limit());
                requireTruths(input, bytes);
            }
            default -> requireLength(input, type, shape, bytes.limit());
        }
    }

    private static void requireLength(String input, TensorType type, TensorShape shape, int size) {
        if (size % type.bytes() != 0 || size / type.bytes() != shape.elements()) {
            throw Refusal.of("The parameter binary_data_size of " + input + " is " + size + ", its shape "
                    + shape.lengths() + " with datatype " + type + " asks for " + shape.elements() + " times "
                    + type.bytes() + " bytes.");
        }
    }

    /** Refuses bytes that are no truth values. */
    static void requireTruths(String input, ByteBuffer bytes) {
        for (var i = 0; i < bytes.limit(); i++) {
            if (bytes.get(i) != 0 && bytes.get(i) != 1) {
                throw Refusal.of("Element " + i + " of " + input + " must be of datatype BOOL, 0 or 1, was "
                        + bytes.get(i) + ".");
            }
        }
    }

    private static void requireTexts(String input, TensorShape shape, ByteBuffer bytes) {
        var elements = 0L;
        for (var at = 0; at < bytes.limit(); elements++) {
            var length = at + Integer.BYTES > bytes.limit() ? -1 : bytes.getInt(at);
            if (length < 0 || length > bytes.limit() - at - Integer.BYTES) {
                throw Refusal.of("Element " + elements + " of " + input + " of datatype BYTES does not end within its "
                        + bytes.limit() + " bytes; each element has its length before it, as 4 bytes.");
            }
            at += Integer.BYTES + length;
        }
        if (elements != shape.elements()) {
            throw Refusal.of("The bytes of " + input + " hold " + elements + " elements of datatype BYTES, its shape "
                    + shape.lengths() + " asks for " + shape.elements() + ".");
        }
    }
}
