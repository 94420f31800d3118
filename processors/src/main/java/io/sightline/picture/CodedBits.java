package io.sightline.picture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bits of a JPEG's coded data, up to the next marker. Behind their end zeros follow, as many as are asked for, like
 * in a decoder that makes the best of it; {@link #isPastEnd} tells. A code that there is not counts as zero, there too.
 */
final class CodedBits {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int MARK = 0xff;
    /** Of a code that there is not: a decoder looks no further. */
    private static final int NO_CODE = 17;

    private final byte[] data;
    private int position;
    /** From the highest bit down, as many as are counted. */
    private long bits;

    private int count;
    /** How many of those that were ever counted are behind the end. */
    private int invented;

    CodedBits(byte[] data, int position) {
        this.data = data;
        this.position = position;
    }

    /** Up to where the data were read; there stands a marker, or more data. */
    int position() {
        return position;
    }

    /** Whether more was taken than there is. */
    boolean isPastEnd() {
        return count < invented;
    }

    /** Takes bits, at most 16. */
    int take(int length) {
        fill();
        var value = length == 0 ? 0 : (int) (bits >>> (Long.SIZE - length));
        drop(length);
        return value;
    }

    /** Takes bits whose value does not matter. */
    void skip(int length) {
        for (var left = length; left > 0; left -= Integer.SIZE) {
            fill();
            drop(Math.min(left, Integer.SIZE));
        }
    }

    /** Takes a code; gives its symbol. */
    int takeSymbol(HuffmanTable table) {
        fill();
        var found = table.symbol(bits);
        if (found == HuffmanTable.NONE) {
            drop(NO_CODE);
            return 0;
        }
        drop(found >> 8);
        return found & 0xff;
    }

    /** Takes a code and the bits that belong to its symbol, as many as its lower half says; gives the symbol. */
    int takeValue(HuffmanTable table) {
        var symbol = takeSymbol(table);
        drop(symbol & 15);
        return symbol;
    }

    /**
     * Goes on behind the next restart marker, whatever is left before it.
     *
     * @return false when another marker stands there
     */
    boolean restart() {
        bits = 0;
        count = 0;
        invented = 0;
        while (position < data.length - 1 && !isMarker(position)) {
            position++;
        }
        if (position >= data.length - 1 || (data[position + 1] & 0xf8) != 0xd0) {
            return false;
        }
        position += 2;
        return true;
    }

    private boolean isMarker(int at) {
        return (data[at] & 0xff) == MARK && data[at + 1] != 0 && (data[at + 1] & 0xff) != MARK;
    }

    private void drop(int length) {
        bits <<= length;
        count -= length;
    }

    /** Makes 32 bits at least, enough for any code and its value. */
    private void fill() {
        if (count >= 32) {
            return;
        }
        if (position + Integer.BYTES <= data.length) {
            var next = (int) INT.get(data, position);
            // A byte of ones is one of zeros in the complement, which lends from its neighbour when 1 is taken off.
            var marks = ~next;
            if (((marks - 0x01010101) & ~marks & 0x80808080) == 0) {
                bits |= (next & 0xffffffffL) << (32 - count);
                count += Integer.SIZE;
                position += Integer.BYTES;
                return;
            }
        }
        while (count <= 56) {
            fillByte();
        }
    }

    private void fillByte() {
        var after = position;
        while (after < data.length && (data[after] & 0xff) == MARK) {
            after++;
        }
        if (after >= data.length || (after > position && data[after] != 0)) {
            invented += 8;
        } else {
            // A mark that a zero follows is a byte of the data.
            bits |= (after > position ? (long) MARK : (data[after] & 0xffL)) << (56 - count);
            position = after + 1;
        }
        count += 8;
    }
}
