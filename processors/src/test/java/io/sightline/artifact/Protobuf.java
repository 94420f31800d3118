package io.sightline.artifact;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A message in protobuf's encoding, field by field. */
final class Protobuf {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Protobuf number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    Protobuf text(int field, String value) {
        return block(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Protobuf message(int field, Protobuf value) {
        return block(field, value.bytes());
    }

    Protobuf block(int field, byte[] content) {
        varint(((long) field << 3) | 2);
        varint(content.length);
        bytes.writeBytes(content);
        return this;
    }

    /** Four bytes, as a float has them. */
    Protobuf fixed32(int field) {
        varint(((long) field << 3) | 5);
        bytes.writeBytes(new byte[4]);
        return this;
    }

    /** Eight bytes, as a double has them. */
    Protobuf fixed64(int field) {
        varint(((long) field << 3) | 1);
        bytes.writeBytes(new byte[8]);
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    private void varint(long value) {
        var rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }
}
