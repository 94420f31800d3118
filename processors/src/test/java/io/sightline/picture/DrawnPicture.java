package io.sightline.picture;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;
import static org.bytedeco.opencv.global.opencv_imgproc.putText;

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

    private byte[] encode(String extension, int[] options) {
        try (var encoded = new BytePointer();
                var parameters = new IntPointer(options)) {
            imencode(extension, pixels, encoded, parameters);
            var bytes = new byte[(int) encoded.limit()];
            encoded.get(bytes);
            return bytes;
        }
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
