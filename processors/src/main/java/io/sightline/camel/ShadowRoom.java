package io.sightline.camel;

/** How many pictures may wait in memory for a challenger. A single one may be of any length. */
final class ShadowRoom {
    static final int MOST = 16;
    static final long MOST_BYTES = 32L << 20;

    private int pictures;
    private long bytes;

    /** Whether there is room for one more of this length; it is taken then. */
    synchronized boolean take(int length) {
        if (pictures > 0 && (pictures >= MOST || bytes + length > MOST_BYTES)) {
            return false;
        }
        pictures++;
        bytes += length;
        return true;
    }

    synchronized void giveBack(int length) {
        pictures--;
        bytes -= length;
    }
}
