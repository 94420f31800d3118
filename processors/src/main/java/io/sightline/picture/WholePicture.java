package io.sightline.picture;

import io.sightline.failure.PermanentFailure;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Finds out whether a decoder has invented a part of a picture. Where the data of a JPEG end early, be there an end
 * marker or not, libjpeg fills up with grey, prints a line to the console and tells nobody.
 *
 * <p>To walk through the codes of each picture would cost half of its decoding. So only those are walked through that
 * look it: what is invented reaches to the last block and is grey, and the last block has a corner, whichever way the
 * picture is turned. What is not seen are data that end in the very last block, and gaps before a restart marker.
 */
public final class WholePicture {
    private static final int GREY = 128;
    private static final int ROUNDING = 2;
    /** Side of a block; several make a unit. */
    private static final int BLOCK = 8;

    private WholePicture() {}

    /**
     * Lets a picture pass that its data fill.
     *
     * @param header what {@link PictureLimits#check} read from the same bytes
     * @param decoded what was made of them
     * @throws PermanentFailure TRUNCATED_PICTURE
     */
    public static void require(byte[] picture, PictureHeader header, DecodedPicture decoded) {
        if (!header.mediaType().equals("image/jpeg")) {
            return;
        }
        var data = new JpegData(picture);
        if (!data.showsAtItsEnd() || hasGreyCorner(decoded.pixels(), isTinted(header))) {
            data.requireComplete();
        }
    }

    /** Whether so little is left of the last block that colour of its neighbours bleeds into the corner. */
    private static boolean isTinted(PictureHeader header) {
        return header.width() % BLOCK == 1 || header.height() % BLOCK == 1;
    }

    private static boolean hasGreyCorner(Mat pixels, boolean isTinted) {
        var last = (long) pixels.step() * (pixels.rows() - 1);
        var right = 3L * (pixels.cols() - 1);
        try (var values = pixels.data()) {
            for (var at : new long[] {0, right, last, last + right}) {
                if (isGrey(values, at, isTinted)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isGrey(BytePointer values, long at, boolean isTinted) {
        var blue = values.get(at) & 0xff;
        var green = values.get(at + 1) & 0xff;
        var red = values.get(at + 2) & 0xff;
        return isTinted
                ? isGrey((29 * blue + 150 * green + 77 * red) / 256)
                : isGrey(blue) && isGrey(green) && isGrey(red);
    }

    private static boolean isGrey(int value) {
        return Math.abs(value - GREY) <= ROUNDING;
    }
}
