package io.sightline.picture;

import org.jspecify.annotations.Nullable;

/** What one channel has in each unit of a scan. */
abstract sealed class ScanPart {
    private static final int ZEROS = 15;

    private final int blocks;

    private ScanPart(int blocks) {
        this.blocks = blocks;
    }

    /**
     * Of a sequential picture; null when a table that it needs is not there.
     *
     * @param blocks in a unit
     * @param first table for the first coefficient of a block
     * @param other table for its other ones
     */
    static @Nullable ScanPart sequential(int blocks, @Nullable HuffmanTable first, @Nullable HuffmanTable other) {
        return first == null || other == null ? null : new Whole(blocks, first, other);
    }

    /**
     * Of a progressive picture.
     *
     * @param filled of each block of the channel, the coefficients that are not zero, a bit each; needed where they are
     *     not the first ones
     */
    static @Nullable ScanPart progressive(
            int blocks,
            JpegScan scan,
            @Nullable HuffmanTable first,
            @Nullable HuffmanTable other,
            long @Nullable [] filled) {
        if (scan.from() == 0) {
            return scan.isFirst() && first == null ? null : new First(blocks, scan.isFirst() ? first : null);
        }
        return other == null || filled == null ? null : new Band(scan, other, filled);
    }

    /** Takes what belongs to one unit. */
    final void take(CodedBits data) {
        for (var block = 0; block < blocks; block++) {
            takeBlock(data);
        }
    }

    abstract void takeBlock(CodedBits data);

    /** Forgets what was said of blocks to come. */
    void restart() {}

    /** All of a block. */
    private static final class Whole extends ScanPart {
        private final HuffmanTable first;
        private final HuffmanTable other;

        Whole(int blocks, HuffmanTable first, HuffmanTable other) {
            super(blocks);
            this.first = first;
            this.other = other;
        }

        @Override
        void takeBlock(CodedBits data) {
            data.takeValue(first);
            for (var next = 1; next < 64; next++) {
                var symbol = data.takeValue(other);
                if ((symbol & 15) == 0 && symbol >> 4 != ZEROS) {
                    return;
                }
                next += symbol >> 4;
            }
        }
    }

    /** The first coefficient, or one more bit of it. */
    private static final class First extends ScanPart {
        private final @Nullable HuffmanTable table;

        First(int blocks, @Nullable HuffmanTable table) {
            super(blocks);
            this.table = table;
        }

        @Override
        void takeBlock(CodedBits data) {
            if (table == null) {
                data.take(1);
            } else {
                data.takeValue(table);
            }
        }
    }

    /** Some of the other coefficients (annex G.1.2.2), or one more bit of them (G.1.2.3). */
    private static final class Band extends ScanPart {
        private final JpegScan scan;
        private final HuffmanTable table;
        private final long[] filled;
        private int block;
        /** Blocks to come that have no new coefficient. */
        private int empty;

        Band(JpegScan scan, HuffmanTable table, long[] filled) {
            super(1);
            this.scan = scan;
            this.table = table;
            this.filled = filled;
        }

        @Override
        void takeBlock(CodedBits data) {
            var next = scan.from();
            while (empty == 0 && next <= scan.to()) {
                var symbol = data.takeSymbol(table);
                var zeros = symbol >> 4;
                var size = symbol & 15;
                if (size == 0 && zeros != ZEROS) {
                    empty = (1 << zeros) + data.take(zeros);
                } else {
                    data.take(scan.isFirst() ? size : Math.min(size, 1));
                    next = scan.isFirst() ? next + zeros : passZeros(data, next, zeros);
                    fill(next, size);
                    next++;
                }
            }
            if (empty > 0) {
                if (!scan.isFirst() && next <= scan.to()) {
                    data.skip(Long.bitCount(filled[block] & scan.coefficients() & -1L << next));
                }
                empty--;
            }
            block++;
        }

        /** Takes a bit for each coefficient that is not zero; gives the place behind so many that are. */
        private int passZeros(CodedBits data, int from, int zeros) {
            var known = filled[block];
            var left = zeros;
            var bits = 0;
            var next = from;
            for (; next <= scan.to(); next++) {
                if ((known & 1L << next) != 0) {
                    bits++;
                } else if (left-- == 0) {
                    break;
                }
            }
            data.skip(bits);
            return next;
        }

        private void fill(int place, int size) {
            if (size != 0 && place <= scan.to()) {
                filled[block] |= 1L << place;
            }
        }

        @Override
        void restart() {
            empty = 0;
        }
    }
}
