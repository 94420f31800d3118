package io.sightline.picture;

import io.sightline.failure.PermanentFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The coded data of a JPEG whose structure was checked. Data that end before the picture does are filled up by
 * decoders, and nobody is told.
 *
 * <p>Not looked at are arithmetic coding and tables that a picture leaves to its decoder. More data than the picture
 * needs do no harm.
 */
final class JpegData {
    private static final String NAME = "JPEG";
    private static final int TABLES = 0xc4;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;
    private static final int RESTART_INTERVAL = 0xdd;
    private static final int NUMBERS = 4;

    private final Bytes bytes;
    /** By number; behind them those of coefficients other than the first of a block. */
    private final @Nullable HuffmanTable[] tables = new HuffmanTable[2 * NUMBERS];
    /** By channel, of a progressive picture. */
    private final long[] @Nullable [] filled = new long[NUMBERS][];

    /** By channel of a progressive picture, the coefficients of which bits are left to later scans. */
    private final long[] unfinished = new long[NUMBERS];

    private int restartInterval;

    JpegData(byte[] picture) {
        this.bytes = new Bytes(picture);
    }

    /**
     * Whether the brightness of the last block tells of data that end early: then it is that of a block of zeros. Not
     * so where data of other channels, or finer ones, come behind.
     */
    boolean showsAtItsEnd() {
        var frame = new JpegFrame(bytes, 0);
        for (int position = JpegFormat.segment(bytes, 2); ; position = next(position)) {
            var marker = bytes.at(position - 1);
            if (JpegFormat.isFrameHeader(marker)) {
                frame = new JpegFrame(bytes, position);
            } else if (marker == START_OF_SCAN) {
                return frame.isSequential()
                        && frame.channels() < 4
                        && frame.isBrightnessFine()
                        && bytes.at(position + 2) == frame.channels();
            }
        }
    }

    /**
     * Refuses a picture that its data do not fill: walks from code to code, which costs up to half of decoding it.
     *
     * @throws PermanentFailure TRUNCATED_PICTURE
     */
    void requireComplete() {
        var frame = new JpegFrame(bytes, 0);
        for (int position = JpegFormat.segment(bytes, 2), end;
                bytes.at(position - 1) != END_OF_IMAGE;
                position = JpegFormat.segment(bytes, end)) {
            end = position + bytes.bigEndian16(position);
            var marker = bytes.at(position - 1);
            if (marker == TABLES) {
                readTables(position + 2, end);
            } else if (marker == RESTART_INTERVAL) {
                restartInterval = bytes.bigEndian16(position + 2);
            } else if (JpegFormat.isFrameHeader(marker)) {
                frame = new JpegFrame(bytes, position);
            } else if (marker == START_OF_SCAN) {
                if (frame.isKnown()) {
                    note(frame, position);
                    walk(frame, position, new CodedBits(bytes.content(), end));
                }
                end = JpegFormat.endOfScan(bytes.content(), end);
            }
        }
        for (var coefficients : unfinished) {
            if (coefficients != 0) {
                throw PictureFormat.truncated(NAME, bytes.content(), "a scan that refines the others");
            }
        }
    }

    private int next(int position) {
        return JpegFormat.segment(bytes, position + bytes.bigEndian16(position));
    }

    private void readTables(int from, int end) {
        for (int position = from, next; position + 17 <= end; position = next) {
            next = position + 1 + HuffmanTable.length(bytes.content(), position + 1);
            var kind = bytes.at(position) >> 4;
            var number = bytes.at(position) & 15;
            if (next > end || kind > 1 || number >= NUMBERS) {
                return;
            }
            tables[kind * NUMBERS + number] = new HuffmanTable(bytes.content(), position + 1);
        }
    }

    private void note(JpegFrame frame, int position) {
        var scan = JpegScan.read(bytes, position);
        for (var i = 0; i < scan.channels() && !frame.isSequential(); i++) {
            var channel = frame.channel(bytes.at(position + 3 + 2 * i));
            if (channel >= 0) {
                unfinished[channel] = scan.left() > 0
                        ? unfinished[channel] | scan.coefficients()
                        : unfinished[channel] & ~scan.coefficients();
            }
        }
    }

    private void walk(JpegFrame frame, int position, CodedBits data) {
        // An array: a picture has tens of thousands of units, each of which would make an iterator.
        var parts = parts(frame, position).toArray(new ScanPart[0]);
        if (parts.length == 0) {
            return;
        }
        var units = parts.length == 1 ? frame.blocks(frame.channel(bytes.at(position + 3))) : frame.units();
        for (var unit = 0; unit < units; unit++) {
            if (data.isPastEnd()) {
                throw early(units - unit, units);
            }
            if (restartInterval > 0 && unit > 0 && unit % restartInterval == 0) {
                if (!data.restart()) {
                    throw early(units - unit, units);
                }
                for (var part : parts) {
                    part.restart();
                }
            }
            for (var part : parts) {
                part.take(data);
            }
        }
    }

    private PermanentFailure early(int missing, int units) {
        return PictureFormat.truncated(NAME, bytes.content(), "data of " + missing + " of its " + units + " blocks");
    }

    /** None when one of them cannot be looked at. */
    private List<ScanPart> parts(JpegFrame frame, int position) {
        var scan = JpegScan.read(bytes, position);
        var parts = new ArrayList<ScanPart>();
        for (var i = 0; i < scan.channels(); i++) {
            var at = position + 3 + 2 * i;
            var channel = frame.channel(bytes.at(at));
            var part = channel < 0 ? null : part(frame, scan, channel, bytes.at(at + 1));
            if (part == null) {
                return List.of();
            }
            parts.add(part);
        }
        return parts;
    }

    private @Nullable ScanPart part(JpegFrame frame, JpegScan scan, int channel, int numbers) {
        var blocks = scan.channels() == 1 ? 1 : frame.blocksOfUnit(channel);
        var first = table(numbers >> 4, 0);
        var other = table(numbers & 15, NUMBERS);
        return frame.isSequential()
                ? ScanPart.sequential(blocks, first, other)
                : ScanPart.progressive(blocks, scan, first, other, filled(frame, scan, channel));
    }

    private long @Nullable [] filled(JpegFrame frame, JpegScan scan, int channel) {
        var known = filled[channel];
        if (known == null && scan.from() > 0 && scan.channels() == 1) {
            known = new long[frame.blocks(channel)];
            filled[channel] = known;
        }
        return scan.channels() == 1 ? known : null;
    }

    private @Nullable HuffmanTable table(int number, int from) {
        var table = number < NUMBERS ? tables[from + number] : null;
        return table != null && table.isSound() ? table : null;
    }
}
