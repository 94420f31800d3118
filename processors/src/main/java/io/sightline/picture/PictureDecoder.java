package io.sightline.picture;

import static org.bytedeco.opencv.global.opencv_core.StsNoMem;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_2;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_8;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/** Decodes JPEG, PNG and WebP with OpenCV; the orientation that EXIF names is applied. */
public final class PictureDecoder {
    /** Share of a wanted length that is enough: half of 1080 rows will do where a multiple of 32 asks for 544. */
    private static final double ENOUGH = 0.98;

    public PictureDecoder() {
        NativeLibraries.load();
    }

    /**
     * Decodes every pixel.
     *
     * @param header what {@link PictureLimits#check} read from the same bytes
     * @throws PermanentFailure NOT_A_PICTURE when the decoder refuses the bytes
     * @throws TransientFailure OVERLOADED when no memory is left for the pixels
     */
    public DecodedPicture decode(byte[] picture, PictureHeader header) {
        return decode(picture, header, 1);
    }

    /**
     * Decodes a JPEG at an eighth, a quarter or a half of its size, as long as neither side gets shorter than asked by
     * more than a fiftieth; other formats gain nothing by it and are decoded at full size. The header does not say
     * whether the picture lies on its side, so that either way has to be long enough.
     */
    public DecodedPicture decodeReduced(byte[] picture, PictureHeader header, WantedSize wanted) {
        return decode(picture, header, reduction(header, wanted));
    }

    private static DecodedPicture decode(byte[] picture, PictureHeader header, int reduction) {
        var mode =
                switch (reduction) {
                    case 8 -> IMREAD_REDUCED_COLOR_8;
                    case 4 -> IMREAD_REDUCED_COLOR_4;
                    case 2 -> IMREAD_REDUCED_COLOR_2;
                    default -> IMREAD_COLOR;
                };
        var encoded = header.mediaType().equals("image/png") ? PngFormat.essence(picture) : picture;
        var pixels = pixels(encoded, mode);
        if (pixels.cols() == reduced(header.width(), reduction)
                && pixels.rows() == reduced(header.height(), reduction)) {
            return new DecodedPicture(pixels, header.width(), header.height());
        }
        if (pixels.rows() == reduced(header.width(), reduction)
                && pixels.cols() == reduced(header.height(), reduction)) {
            return new DecodedPicture(pixels, header.height(), header.width());
        }
        var size = pixels.cols() + "x" + pixels.rows();
        pixels.close();
        throw new PermanentFailure(
                FailureCode.NOT_A_PICTURE,
                "the header names " + header.width() + "x" + header.height() + " pixels, the decoder gives " + size);
    }

    private static Mat pixels(byte[] picture, int mode) {
        try (var bytes = new BytePointer(picture);
                var encoded = new Mat(bytes, false)) {
            var pixels = imdecode(encoded, mode);
            if (!pixels.empty()) {
                return pixels;
            }
            pixels.close();
        } catch (RuntimeException | OutOfMemoryError e) {
            throw failure(picture.length, e);
        }
        throw undecodable(picture.length, null);
    }

    /** A machine short of memory says nothing about the picture. */
    static Failure failure(int bytes, Throwable cause) {
        return cause instanceof OutOfMemoryError || isOutOfMemory(String.valueOf(cause.getMessage()))
                ? new TransientFailure(
                        FailureCode.OVERLOADED, "no memory is left to decode a picture of " + bytes + " bytes", cause)
                : undecodable(bytes, cause);
    }

    /** What OpenCV's own allocator and that of C++ say; the binding has one exception for both and for all others. */
    private static boolean isOutOfMemory(String message) {
        return message.contains("(" + StsNoMem + ":") || message.contains("bad_alloc");
    }

    private static PermanentFailure undecodable(int bytes, @Nullable Throwable cause) {
        return new PermanentFailure(
                FailureCode.NOT_A_PICTURE, "the " + bytes + " bytes look like a picture but cannot be decoded", cause);
    }

    private static int reduction(PictureHeader header, WantedSize wanted) {
        if (!header.mediaType().equals("image/jpeg")) {
            return 1;
        }
        var spare = Math.min(
                spare(header.width(), header.height(), wanted), spare(header.height(), header.width(), wanted));
        return Math.max(1, Math.min(8, Integer.highestOneBit((int) spare)));
    }

    /** How many times the wanted size an upright picture of this size has, by the side that has less to spare. */
    private static double spare(int width, int height, WantedSize wanted) {
        var size = wanted.of(width, height);
        return Math.min(width / (size.width() * ENOUGH), height / (size.height() * ENOUGH));
    }

    private static int reduced(int length, int reduction) {
        return (length + reduction - 1) / reduction;
    }
}
