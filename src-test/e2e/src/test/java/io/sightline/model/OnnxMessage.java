package io.sightline.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A message of an ONNX file, in the encoding of protobuf. Field numbers are those of {@code onnx.proto}. */
final class OnnxMessage {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    OnnxMessage number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    OnnxMessage text(int field, String value) {
        return block(field, value.getBytes(StandardCharsets.UTF_8));
    }

    OnnxMessage message(int field, OnnxMessage value) {
        return block(field, value.bytes());
    }

    OnnxMessage floats(int field, float[] values) {
        return block(field, littleEndian(values));
    }

    static byte[] littleEndian(float[] values) {
        var block = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        block.asFloatBuffer().put(values);
        return block.array();
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    private OnnxMessage block(int field, byte[] content) {
        varint(((long) field << 3) | 2);
        varint(content.length);
        bytes.writeBytes(content);
        return this;
    }

    private void varint(long value) {
        for (var rest = value; ; rest >>>= 7) {
            if ((rest & ~0x7fL) == 0) {
                bytes.write((int) rest);
                return;
            }
            bytes.write((int) ((rest & 0x7f) | 0x80));
        }
    }
}
