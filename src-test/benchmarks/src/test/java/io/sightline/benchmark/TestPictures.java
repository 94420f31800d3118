package io.sightline.benchmark;

import static org.bytedeco.opencv.global.opencv_core.CV_16SC3;
import static org.bytedeco.opencv.global.opencv_core.CV_64FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.add;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_CUBIC;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import io.sightline.demo.ParcelScene;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.RNG;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Drawn parcels with a camera's noise as JPEG of any size, the same each time. */
final class TestPictures {
    private static final long SEED = 4;
    private static final int CAMERA = 1;
    private static final int QUALITY = 85;
    private static final double NOISE = 5;

    private TestPictures() {}

    /**
     * Some pictures.
     *
     * @param size such as 1920x1080
     */
    static List<byte[]> of(String size, int count) {
        var sides = size.split("x");
        return IntStream.range(0, count)
                .mapToObj(number -> draw(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]), number))
                .toList();
    }

    @SuppressWarnings("try")
    private static byte[] draw(int width, int height, int number) {
        var scene = new ParcelScene(SEED).draw(CAMERA, number);
        try (var scope = new PointerScope()) {
            var drawn = imdecode(new Mat(new BytePointer(scene.jpeg()), false), IMREAD_COLOR);
            var picture = new Mat();
            resize(drawn, picture, new Size(width, height), 0, 0, INTER_CUBIC);
            var noise = new Mat(picture.size(), CV_16SC3);
            var mean = new Mat(1, 1, CV_64FC1, new Scalar(0));
            var spread = new Mat(1, 1, CV_64FC1, new Scalar(NOISE));
            new RNG(SEED + number)._fill(noise, RNG.NORMAL, mean, spread);
            var noisy = new Mat();
            add(picture, noise, noisy, new Mat(), CV_8UC3);
            var encoded = new BytePointer();
            imencode(".jpg", noisy, encoded, new IntPointer(IMWRITE_JPEG_QUALITY, QUALITY));
            var bytes = new byte[Math.toIntExact(encoded.limit())];
            encoded.get(bytes);
            return bytes;
        }
    }
}
