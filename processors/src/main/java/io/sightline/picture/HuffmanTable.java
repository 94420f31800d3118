package io.sightline.picture;

import java.util.Arrays;

/** A table of codes of a JPEG (ITU T.81, annex C). */
final class HuffmanTable {
    /** No code begins with these bits. */
    static final int NONE = -1;

    /** Codes of up to so many bits are looked up at once; longer ones are rare. */
    private static final int AHEAD = 9;

    private static final int LONGEST = 16;

    private final byte[] picture;
    /** Where in the picture the symbols stand, in the order of their codes. */
    private final int symbols;
    /** By length: the largest code, -1 for none, and what leads from a code to the place of its symbol. */
    private final int[] largest = new int[LONGEST + 1];

    private final int[] toPlace = new int[LONGEST + 1];
    private final short[] firsts = new short[1 << AHEAD];
    private final boolean isSound;

    /** @param position of the 16 counts of codes by length */
    HuffmanTable(byte[] picture, int position) {
        this.picture = picture;
        this.symbols = position + LONGEST;
        this.isSound = read(position);
    }

    /** How many bytes a table takes whose counts stand here. */
    static int length(byte[] picture, int position) {
        var count = 0;
        for (var i = 0; i < LONGEST; i++) {
            count += picture[position + i] & 0xff;
        }
        return LONGEST + count;
    }

    /** False when the counts make no codes; a decoder refuses that, should it need the table. */
    boolean isSound() {
        return isSound;
    }

    /**
     * The symbol whose code these bits begin with.
     *
     * @param bits the next ones of the data, from the highest down
     * @return length of the code times 256 and the symbol, or {@link #NONE}
     */
    int symbol(long bits) {
        int first = firsts[(int) (bits >>> (Long.SIZE - AHEAD))];
        return first != 0 ? first : longSymbol(bits);
    }

    private int longSymbol(long bits) {
        for (var length = AHEAD + 1; length <= LONGEST; length++) {
            var code = (int) (bits >>> (Long.SIZE - length));
            if (code <= largest[length]) {
                return length << 8 | (picture[symbols + code + toPlace[length]] & 0xff);
            }
        }
        return NONE;
    }

    private boolean read(int position) {
        var code = 0;
        var place = 0;
        for (var length = 1; length <= LONGEST; length++) {
            var count = picture[position + length - 1] & 0xff;
            if (code + count > (1 << length)) {
                return false;
            }
            largest[length] = count == 0 ? -1 : code + count - 1;
            toPlace[length] = place - code;
            for (var i = 0; i < count && length <= AHEAD; i++) {
                var from = (code + i) << (AHEAD - length);
                var first = (short) (length << 8 | (picture[symbols + place + i] & 0xff));
                Arrays.fill(firsts, from, from + (1 << (AHEAD - length)), first);
            }
            code = (code + count) << 1;
            place += count;
        }
        return true;
    }
}
