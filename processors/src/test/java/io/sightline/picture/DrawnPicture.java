package io.sightline.picture;

import static org.bytedeco.opencv.global.opencv_core.CV_16U;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.flip;
import static org.bytedeco.opencv.global.opencv_core.transpose;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.putText;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Pictures for tests: one colour, perhaps with a line of text, encoded by OpenCV. */
public final class DrawnPicture implements AutoCloseable {
    private final Mat pixels;

    public DrawnPicture(int width, int height, int grey) {
        NativeLibraries.load();
        pixels = new Mat(height, width, CV_8UC3, new Scalar(grey, grey, grey, 0));
    }

    public DrawnPicture write(String text, int left, int bottom) {
        putText(pixels, text, new Point(left, bottom), 0, 1.2, new Scalar(20, 20, 20, 0), 2, LINE_AA, false);
        return this;
    }

    /**
     * The picture encoded.
     *
     * @param extension {@code .jpg}, {@code .png}, {@code .webp}, {@code .bmp} or {@code .tiff}
     */
    public byte[] encode(String extension) {
        return encode(extension, new int[0]);
    }

    public byte[] progressive() {
        return encode(".jpg", new int[] {opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1});
    }

    /** A JPEG encoded once more, with parameters of OpenCV and their values. */
    static byte[] again(byte[] jpeg, int... options) {
        try (var bytes = new BytePointer(jpeg);
                var input = new Mat(bytes, false);
                var decoded = imdecode(input, opencv_imgcodecs.IMREAD_COLOR)) {
            return encode(".jpg", decoded, options);
        }
    }

    /** The picture encoded with parameters of OpenCV and their values. */
    byte[] encode(String extension, int[] options) {
        return encode(extension, pixels, options);
    }

    private static byte[] encode(String extension, Mat pixels, int[] options) {
        try (var encoded = new BytePointer();
                var parameters = new IntPointer(options)) {
            imencode(extension, pixels, encoded, parameters);
            var bytes = new byte[(int) encoded.limit()];
            encoded.get(bytes);
            return bytes;
        }
    }

    /** The picture as a camera stores it that is held otherwise and says so by EXIF: the pixels turned, and the tag. */
    public byte[] turned(int orientation) {
        var upright = orientation < 5 ? pixels.clone() : transposed();
        try (var stored = new Mat()) {
            switch (orientation) {
                case 2, 6 -> flip(upright, stored, orientation == 2 ? 1 : 0);
                case 3, 7 -> flip(upright, stored, -1);
                case 4, 8 -> flip(upright, stored, orientation == 4 ? 0 : 1);
                default -> upright.copyTo(stored);
            }
            return turned(encode(".jpg", stored, new int[0]), orientation);
        }
    }

    private Mat transposed() {
        var transposed = new Mat();
        transpose(pixels, transposed);
        return transposed;
    }

    /** The picture with 16 bits for each channel, or with another number of channels. */
    public byte[] converted(int type, int conversion) {
        try (var converted = new Mat();
                var scaled = new Mat()) {
            if (conversion < 0) {
                pixels.copyTo(converted);
            } else {
                cvtColor(pixels, converted, conversion);
            }
            converted.convertTo(scaled, type, type == CV_16U ? 257 : 1, 0);
            return encode(".png", scaled, new int[0]);
        }
    }

    /** Puts an EXIF segment with the one tag Orientation behind the start marker. */
    public static byte[] turned(byte[] jpeg, int orientation) {
        return ByteBuffer.allocate(jpeg.length + 36)
                .put(jpeg, 0, 2)
                .putInt(0xffe1_0022)
                .put("Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    /** Blue, green and red of one pixel of an encoded picture. */
    public static int[] pixel(byte[] encoded, int x, int y) {
        try (var bytes = new BytePointer(encoded);
                var input = new Mat(bytes, false);
                var decoded = imdecode(input, opencv_imgcodecs.IMREAD_COLOR)) {
            var values = decoded.ptr(y, x);
            return new int[] {values.get(0) & 0xff, values.get(1) & 0xff, values.get(2) & 0xff};
        }
    }

    @Override
    public void close() {
        pixels.close();
    }
}
