package io.sightline.picture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Reads numbers and names out of encoded bytes; positions past the end read as 0. */
@SuppressWarnings("ArrayRecordComponent")
record Bytes(byte[] content) {
    int length() {
        return content.length;
    }

    int at(int position) {
        return position < content.length ? content[position] & 0xff : 0;
    }

    int bigEndian16(int position) {
        return at(position) << 8 | at(position + 1);
    }

    long bigEndian32(int position) {
        return (long) bigEndian16(position) << 16 | bigEndian16(position + 2);
    }

    int littleEndian16(int position) {
        return at(position) | at(position + 1) << 8;
    }

    int littleEndian24(int position) {
        return littleEndian16(position) | at(position + 2) << 16;
    }

    long littleEndian32(int position) {
        return littleEndian16(position) | (long) littleEndian16(position + 2) << 16;
    }

    /** Four characters of one byte each. */
    String name(int position) {
        return new String(content, position, 4, StandardCharsets.ISO_8859_1);
    }

    /** Whether these characters (of one byte each) stand here. */
    boolean has(int position, String name) {
        var expected = name.getBytes(StandardCharsets.ISO_8859_1);
        return position + expected.length <= content.length
                && Arrays.equals(content, position, position + expected.length, expected, 0, expected.length);
    }

    /** Whether the content is this mark, or an early part of it of at least two bytes, or starts with it. */
    boolean startsLike(String mark) {
        var compared = Math.min(content.length, mark.length());
        return compared >= 2 && has(0, mark.substring(0, compared));
    }

    /** The first bytes, for a message. */
    String start() {
        return HexFormat.ofDelimiter(" ").formatHex(content, 0, Math.min(content.length, 8));
    }
}
