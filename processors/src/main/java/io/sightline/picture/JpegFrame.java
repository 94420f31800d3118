package io.sightline.picture;

/**
 * How the picture of a JPEG is divided into blocks of 8x8 values (ITU T.81, annexes A and B), read from its frame
 * header where that stands.
 *
 * @param position behind the marker
 */
record JpegFrame(Bytes bytes, int position) {
    private static final int BLOCK = 8;
    private static final int EXTENDED = 0xc1;
    private static final int PROGRESSIVE = 0xc2;

    /** Whether its data are codes that are understood here; others are left to the decoder. */
    boolean isKnown() {
        var isKnown = bytes.at(position - 1) <= PROGRESSIVE
                && bytes.at(position + 2) == 8
                && channels() >= 1
                && channels() <= 4;
        for (var channel = 0; channel < channels(); channel++) {
            isKnown &= isKnown(across(channel)) && isKnown(down(channel));
        }
        return isKnown;
    }

    /** Whether a block has all of its values in one place. */
    boolean isSequential() {
        return bytes.at(position - 1) <= EXTENDED;
    }

    /** Whether the first channel, brightness, has a value for each pixel. */
    boolean isBrightnessFine() {
        return across(0) == mostAcross() && down(0) == mostDown();
    }

    int channels() {
        return bytes.at(position + 7);
    }

    /** The channel that a scan names so, -1 for none. */
    int channel(int name) {
        for (var channel = 0; channel < channels(); channel++) {
            if (bytes.at(at(channel)) == name) {
                return channel;
            }
        }
        return -1;
    }

    /** Blocks of a channel in a unit, where channels take turns. */
    int blocksOfUnit(int channel) {
        return across(channel) * down(channel);
    }

    /** Blocks of a scan of one channel alone: only those that have values of the picture. */
    int blocks(int channel) {
        return blocks(width(), across(channel), mostAcross()) * blocks(height(), down(channel), mostDown());
    }

    /** Units of a scan of several channels that take turns. */
    int units() {
        return blocks(width(), 1, mostAcross()) * blocks(height(), 1, mostDown());
    }

    private int height() {
        return bytes.bigEndian16(position + 3);
    }

    private int width() {
        return bytes.bigEndian16(position + 5);
    }

    private int at(int channel) {
        return position + 8 + 3 * channel;
    }

    private int across(int channel) {
        return bytes.at(at(channel) + 1) >> 4;
    }

    private int down(int channel) {
        return bytes.at(at(channel) + 1) & 15;
    }

    private int mostAcross() {
        var most = 1;
        for (var channel = 0; channel < channels(); channel++) {
            most = Math.max(most, across(channel));
        }
        return most;
    }

    private int mostDown() {
        var most = 1;
        for (var channel = 0; channel < channels(); channel++) {
            most = Math.max(most, down(channel));
        }
        return most;
    }

    private static boolean isKnown(int sampling) {
        return sampling >= 1 && sampling <= 4;
    }

    private static int blocks(int length, int sampling, int most) {
        var unit = most * BLOCK;
        return (length * sampling + unit - 1) / unit;
    }
}
