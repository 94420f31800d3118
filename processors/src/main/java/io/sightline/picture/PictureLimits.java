package io.sightline.picture;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;

/**
 * What is refused before any work is done on a picture.
 *
 * @param maxBytes longest accepted encoding
 * @param maxPixels largest accepted width times height, by the header
 * @param maxScans most scans of a JPEG; each costs a pass over the whole picture
 */
public record PictureLimits(long maxBytes, long maxPixels, int maxScans) {
    /** Longest side that libpng reads, in pixels; a JPEG's header can name none as long, a WebP's can. */
    static final int MAX_SIDE = 1_000_000;

    /** 20 MiB, 50 megapixels and 64 scans; encoders write about ten. */
    public static final PictureLimits STANDARD = new PictureLimits(20L << 20, 50_000_000, 64);

    public PictureLimits {
        if (maxBytes < 1 || maxPixels < 1 || maxScans < 1) {
            throw new IllegalArgumentException("the limits of a picture must be above 0, were " + maxBytes + " bytes, "
                    + maxPixels + " pixels and " + maxScans + " scans");
        }
    }

    /**
     * Checks an encoded picture by its length, its header and its structure; decodes nothing.
     *
     * @throws io.sightline.failure.PermanentFailure EMPTY_BODY, BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, NOT_A_PICTURE,
     *     TRUNCATED_PICTURE or TOO_MANY_PIXELS, with a message that names the limit and the value
     */
    public PictureHeader check(byte[] picture) {
        if (picture.length == 0) {
            throw new PermanentFailure(FailureCode.EMPTY_BODY, "the picture has 0 bytes; send a JPEG, PNG or WebP");
        }
        if (picture.length > maxBytes) {
            throw new PermanentFailure(
                    FailureCode.BODY_TOO_LARGE,
                    "the picture has " + picture.length + " bytes, the limit is " + maxBytes + "; send it smaller");
        }
        var format = PictureFormat.of(picture);
        var header = format.header(picture);
        if (header.width() < 1 || header.height() < 1) {
            throw new PermanentFailure(
                    FailureCode.NOT_A_PICTURE,
                    "the header names a size of " + header.width() + "x" + header.height() + " pixels");
        }
        var pixels = (long) header.width() * header.height();
        if (pixels > maxPixels) {
            throw new PermanentFailure(
                    FailureCode.TOO_MANY_PIXELS,
                    "the picture has " + header.width() + "x" + header.height() + " = " + pixels
                            + " pixels, the limit is " + maxPixels + "; send it smaller");
        }
        if (Math.max(header.width(), header.height()) > MAX_SIDE) {
            throw new PermanentFailure(
                    FailureCode.TOO_MANY_PIXELS,
                    "the picture has " + header.width() + "x" + header.height() + " pixels, the limit of a side is "
                            + MAX_SIDE + "; send it smaller or in parts");
        }
        format.requireWhole(picture, this);
        return header;
    }
}
