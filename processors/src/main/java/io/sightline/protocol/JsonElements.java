package io.sightline.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sightline.detection.TensorType;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Where the elements of a tensor go one after the other, each checked to be of the tensor's type. */
abstract sealed class JsonElements permits JsonElements.Numbers, EncodedElement {
    private final String input;
    private final TensorType type;

    JsonElements(String input, TensorType type) {
        this.input = input;
        this.type = type;
    }

    /**
     * Takes the memory for all elements.
     *
     * @param limit most bytes that they may take
     */
    static JsonElements of(String input, TensorType type, TensorShape shape, long limit) {
        return switch (type) {
            case BYTES -> new EncodedElement(input, shape);
            case FP16, BF16 ->
                throw Refusal.of("JSON has no numbers of datatype " + type + "; send " + input
                        + " as bytes, with the parameter binary_data_size.");
            default -> new Numbers(input, type, shape.bytes(input, type, limit));
        };
    }

    /** Adds the parser's current token, which is element {@code index} of the tensor. */
    abstract void add(JsonParser parser, long index) throws IOException;

    /** The elements, from position 0 to the limit. */
    abstract ByteBuffer bytes();

    final RuntimeException wrong(JsonParser parser, long index) throws IOException {
        return Refusal.of("Element " + index + " of " + input + " must be of datatype " + type + ", was "
                + JsonData.value(parser) + ".");
    }

    /** Elements of one length each. */
    static final class Numbers extends JsonElements {
        private static final BigInteger MOST_UINT64 =
                BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

        private final TensorType type;
        private final ByteBuffer bytes;

        Numbers(String input, TensorType type, int length) {
            super(input, type);
            this.type = type;
            this.bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        void add(JsonParser parser, long index) throws IOException {
            switch (type) {
                case BOOL -> bytes.put((byte) (truth(parser, index) ? 1 : 0));
                case UINT8 -> bytes.put((byte) whole(parser, index, 0, 0xff));
                case INT8 -> bytes.put((byte) whole(parser, index, Byte.MIN_VALUE, Byte.MAX_VALUE));
                case UINT16 -> bytes.putShort((short) whole(parser, index, 0, 0xffff));
                case INT16 -> bytes.putShort((short) whole(parser, index, Short.MIN_VALUE, Short.MAX_VALUE));
                case UINT32 -> bytes.putInt((int) whole(parser, index, 0, 0xffffffffL));
                case INT32 -> bytes.putInt((int) whole(parser, index, Integer.MIN_VALUE, Integer.MAX_VALUE));
                case INT64 -> bytes.putLong(whole(parser, index, Long.MIN_VALUE, Long.MAX_VALUE));
                case UINT64 -> bytes.putLong(unsigned(parser, index));
                case FP32 -> bytes.putFloat(single(parser, index));
                default -> bytes.putDouble(fraction(parser, index));
            }
        }

        @Override
        ByteBuffer bytes() {
            return bytes.flip();
        }

        private boolean truth(JsonParser parser, long index) throws IOException {
            if (!parser.currentToken().isBoolean()) {
                throw wrong(parser, index);
            }
            return parser.currentToken() == JsonToken.VALUE_TRUE;
        }

        private long whole(JsonParser parser, long index, long least, long most) throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                    || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                throw wrong(parser, index);
            }
            var value = parser.getLongValue();
            if (value < least || value > most) {
                throw wrong(parser, index);
            }
            return value;
        }

        private long unsigned(JsonParser parser, long index) throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                throw wrong(parser, index);
            }
            var value = parser.getBigIntegerValue();
            if (value.signum() < 0 || value.compareTo(MOST_UINT64) > 0) {
                throw wrong(parser, index);
            }
            return value.longValue();
        }

        private float single(JsonParser parser, long index) throws IOException {
            if (!parser.currentToken().isNumeric()) {
                throw wrong(parser, index);
            }
            var value = parser.getFloatValue();
            if (!Float.isFinite(value)) {
                throw wrong(parser, index);
            }
            return value;
        }

        private double fraction(JsonParser parser, long index) throws IOException {
            if (!parser.currentToken().isNumeric()) {
                throw wrong(parser, index);
            }
            var value = parser.getDoubleValue();
            if (!Double.isFinite(value)) {
                throw wrong(parser, index);
            }
            return value;
        }
    }
}
