package io.sightline.picture;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;

/**
 * JPEG (ITU T.81): a chain of markers. What follows the end marker is not looked at, since cameras pad and append
 * there; a thumbnail's end marker lies inside of a segment and is skipped with it.
 */
record JpegFormat() implements PictureFormat {
    private static final String NAME = "JPEG";
    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;

    static boolean starts(Bytes bytes) {
        return bytes.startsLike("\u00ff\u00d8\u00ff");
    }

    @Override
    public PictureHeader header(byte[] picture) {
        var bytes = new Bytes(picture);
        for (var position = segment(bytes, 2); ; position = segment(bytes, position + bytes.bigEndian16(position))) {
            var marker = bytes.at(position - 1);
            if (marker == END_OF_IMAGE || marker == START_OF_SCAN) {
                throw PictureFormat.broken(NAME, "no frame header stands before the first scan");
            }
            if (position + 7 > picture.length) {
                throw PictureFormat.truncated(NAME, picture, "the frame header");
            }
            if (isFrameHeader(marker)) {
                return new PictureHeader(
                        "image/jpeg", bytes.bigEndian16(position + 5), bytes.bigEndian16(position + 3));
            }
        }
    }

    @Override
    public void requireWhole(byte[] picture, PictureLimits limits) {
        var bytes = new Bytes(picture);
        var scans = 0;
        var frames = 0;
        var position = segment(bytes, 2);
        while (bytes.at(position - 1) != END_OF_IMAGE) {
            var marker = bytes.at(position - 1);
            position += bytes.bigEndian16(position);
            if (isFrameHeader(marker) && ++frames > 1) {
                throw PictureFormat.broken(NAME, "it has more than one frame header");
            }
            if (marker == START_OF_SCAN) {
                scans++;
                position = endOfScan(picture, position);
            }
            position = segment(bytes, position);
        }
        if (scans == 0) {
            throw PictureFormat.broken(NAME, "it has no scan");
        }
        if (scans > limits.maxScans()) {
            throw new PermanentFailure(
                    FailureCode.UNSUPPORTED_MEDIA_TYPE,
                    "the JPEG has " + scans + " scans, the limit is " + limits.maxScans()
                            + "; save it as baseline JPEG");
        }
    }

    /** Position behind the marker that stands here; fill bytes are skipped. */
    static int segment(Bytes bytes, int from) {
        var position = from;
        if (position < bytes.length() && bytes.at(position) != 0xff) {
            throw PictureFormat.broken(NAME, "no marker stands at byte " + position);
        }
        while (position < bytes.length() && bytes.at(position) == 0xff) {
            position++;
        }
        if (position >= bytes.length()) {
            throw PictureFormat.truncated(NAME, bytes.content(), "its end marker");
        }
        var marker = bytes.at(position);
        if (standsAlone(marker)) {
            // A decoder reads no length after it: taking one would hide from us what the decoder sees.
            throw PictureFormat.broken(
                    NAME, "the marker %02X at byte %d stands outside of coded data".formatted(marker, position));
        }
        if (marker != END_OF_IMAGE && bytes.bigEndian16(position + 1) < 2 && position + 2 < bytes.length()) {
            throw PictureFormat.broken(NAME, "the segment at byte " + position + " has no length");
        }
        return position + 1;
    }

    /** Position of the first marker in the coded data that ends the scan. */
    static int endOfScan(byte[] picture, int from) {
        for (int position = from; position < picture.length - 1; position++) {
            if (picture[position] == -1 && endsScan(picture[position + 1] & 0xff)) {
                return position;
            }
        }
        return picture.length;
    }

    /** Neither a stuffed byte, nor a restart, nor a fill byte. */
    private static boolean endsScan(int marker) {
        return marker != 0 && marker != 0xff && (marker < 0xd0 || marker > 0xd7);
    }

    /** No segment begins with these: a stuffed byte, TEM, the restarts and another start of image. */
    private static boolean standsAlone(int marker) {
        return marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    }

    /** C0 to CF without the tables that share the range. */
    static boolean isFrameHeader(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }
}
