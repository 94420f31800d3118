package io.sightline.inference;

import static org.bytedeco.opencv.global.opencv_core.CV_16F;
import static org.bytedeco.opencv.global.opencv_core.CV_16U;
import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_MAKETYPE;
import static org.bytedeco.opencv.global.opencv_core.extractChannel;
import static org.bytedeco.opencv.global.opencv_core.insertChannel;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import io.sightline.detection.InputSpec;
import io.sightline.detection.Placement;
import io.sightline.detection.TensorType;
import io.sightline.picture.DecodedPicture;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Writes pictures into input tensors as a spec says, with OpenCV, so that the pixels equal those of Python's. */
final class InputTensor {
    private static final int CHANNELS = 3;
    /** Steps between two values of a pixel where the resize shall not round to whole ones. */
    private static final int FINE = 256;

    private InputTensor() {}

    /** Shape of the tensor. */
    static List<Long> shape(InputSpec spec, Placement placement) {
        var height = (long) placement.height();
        var width = (long) placement.width();
        return spec.layout() == InputSpec.Layout.NCHW
                ? List.of(1L, (long) CHANNELS, height, width)
                : List.of(1L, height, width, (long) CHANNELS);
    }

    /**
     * Resizes the picture and writes {@code (value * scale - mean) / std} per channel.
     *
     * @throws IllegalArgumentException when the tensor is neither FP32, nor FP16, nor UINT8
     */
    @SuppressWarnings("try")
    static void write(DecodedPicture picture, InputSpec spec, Placement placement, NativeTensor tensor) {
        try (var scope = new PointerScope()) {
            var pixels = placed(picture.pixels(), spec, placement);
            var levels = pixels.depth() == CV_16U ? FINE : 1;
            var plane = new Mat();
            var type = elementType(tensor);
            var area = (long) placement.width()
                    * placement.height()
                    * tensor.type().bytes();
            var interleaved = spec.layout() == InputSpec.Layout.NHWC
                    ? new Mat(placement.height(), placement.width(), CV_MAKETYPE(type, CHANNELS), tensor.memory())
                    : null;
            for (int channel = 0; channel < CHANNELS; channel++) {
                extractChannel(pixels, plane, spec.colour() == InputSpec.Colour.BGR ? channel : CHANNELS - 1 - channel);
                var std = spec.std().get(channel);
                var target = interleaved != null
                        ? new Mat()
                        : new Mat(
                                placement.height(),
                                placement.width(),
                                type,
                                tensor.memory().getPointer(channel * area));
                plane.convertTo(
                        target, type, spec.scale() / levels / std, -spec.mean().get(channel) / std);
                if (interleaved != null) {
                    insertChannel(target, interleaved, channel);
                }
            }
        }
    }

    private static int elementType(NativeTensor tensor) {
        return switch (tensor.type()) {
            case FP32 -> CV_32F;
            case FP16 -> CV_16F;
            case UINT8 -> CV_8U;
            default ->
                throw new IllegalArgumentException("input " + tensor.name() + " is " + tensor.type()
                        + "; a picture goes into " + List.of(TensorType.FP32, TensorType.FP16, TensorType.UINT8));
        };
    }

    private static Mat placed(Mat pixels, InputSpec spec, Placement placement) {
        var content = new Size(placement.contentWidth(), placement.contentHeight());
        if (content.width() == placement.width() && content.height() == placement.height()) {
            return resized(pixels, content, spec.interpolation());
        }
        var resized = resized(pixels, content, spec.interpolation());
        var levels = resized.depth() == CV_16U ? FINE : 1;
        var canvas = new Mat(
                placement.height(), placement.width(), resized.type(), Scalar.all(spec.padding() * (double) levels));
        resized.copyTo(new Mat(canvas, new Rect(placement.left(), placement.top(), content.width(), content.height())));
        return canvas;
    }

    private static Mat resized(Mat pixels, Size size, InputSpec.Interpolation interpolation) {
        if (pixels.cols() == size.width() && pixels.rows() == size.height()) {
            return pixels;
        }
        return switch (interpolation) {
            case LINEAR -> linear(pixels, size);
            case LINEAR_UNROUNDED -> {
                var fine = new Mat();
                pixels.convertTo(fine, CV_16U, FINE, 0);
                yield linear(fine, size);
            }
            case ANTIALIAS -> AntialiasedResize.of(pixels, size.width(), size.height());
        };
    }

    private static Mat linear(Mat pixels, Size size) {
        var resized = new Mat();
        resize(pixels, resized, size);
        return resized;
    }
}
