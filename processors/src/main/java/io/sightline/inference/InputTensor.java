package io.sightline.inference;

import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.extractChannel;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import io.sightline.detection.InputSpec;
import io.sightline.detection.Placement;
import io.sightline.picture.DecodedPicture;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Writes pictures into input tensors as a spec says, with OpenCV, so that the pixels equal those of Python's cv2. */
final class InputTensor {
    private static final int CHANNELS = 3;

    private InputTensor() {}

    /** Shape of the tensor. */
    static List<Long> shape(Placement placement) {
        return List.of(1L, (long) CHANNELS, (long) placement.height(), (long) placement.width());
    }

    /** Resizes the picture and writes {@code (value * scale - mean) / std} per channel. */
    @SuppressWarnings("try")
    static void write(DecodedPicture picture, InputSpec spec, Placement placement, FloatPointer tensor) {
        try (var scope = new PointerScope()) {
            var pixels = resized(picture.pixels(), placement);
            var plane = new Mat();
            var area = (long) placement.width() * placement.height();
            for (int channel = 0; channel < CHANNELS; channel++) {
                extractChannel(pixels, plane, spec.colour() == InputSpec.Colour.BGR ? channel : CHANNELS - 1 - channel);
                var target =
                        new Mat(placement.height(), placement.width(), CV_32FC1, tensor.getPointer(channel * area));
                var std = spec.std().get(channel);
                plane.convertTo(
                        target, CV_32FC1, spec.scale() / std, -spec.mean().get(channel) / std);
            }
        }
    }

    private static Mat resized(Mat pixels, Placement placement) {
        if (pixels.cols() == placement.width() && pixels.rows() == placement.height()) {
            return pixels;
        }
        var resized = new Mat();
        resize(pixels, resized, new Size(placement.width(), placement.height()));
        return resized;
    }
}
