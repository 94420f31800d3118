package io.sightline.picture;

import static org.bytedeco.opencv.global.opencv_core.CV_32SC2;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.FILLED;
import static org.bytedeco.opencv.global.opencv_imgproc.FONT_HERSHEY_SIMPLEX;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;
import static org.bytedeco.opencv.global.opencv_imgproc.getTextSize;
import static org.bytedeco.opencv.global.opencv_imgproc.polylines;
import static org.bytedeco.opencv.global.opencv_imgproc.putText;
import static org.bytedeco.opencv.global.opencv_imgproc.rectangle;

import io.sightline.detection.Box;
import io.sightline.detection.Detection;
import io.sightline.detection.Point;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.awt.Color;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Draws detections onto pictures; may be used by many threads. */
public final class PictureAnnotator {
    private static final int JPEG_QUALITY = 90;
    /** Of the encoder; the format itself ends a little later. */
    private static final int LONGEST_SIDE = 65_500;

    private static final double GLYPH_HEIGHT = 22;

    /** Pictures that are drawn on were accepted before, perhaps under other limits. */
    private static final PictureLimits UNLIMITED = new PictureLimits(Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);

    private final PictureDecoder decoder = new PictureDecoder();

    /**
     * The picture, upright, as JPEG with the outline, label and score of each detection drawn on it.
     *
     * @throws io.sightline.failure.PermanentFailure what is wrong with the picture
     */
    @SuppressWarnings("try")
    public byte[] draw(byte[] picture, List<Detection> detections) {
        var header = UNLIMITED.check(picture);
        if (Math.max(header.width(), header.height()) > LONGEST_SIDE) {
            throw new PermanentFailure(
                    FailureCode.TOO_MANY_PIXELS,
                    "the picture has %dx%d pixels; a side of the JPEG that it would be drawn on has at most %d"
                            .formatted(header.width(), header.height(), LONGEST_SIDE));
        }
        try (var scope = new PointerScope();
                var decoded = decoder.decode(picture, header)) {
            for (var detection : detections) {
                draw(decoded.pixels(), detection);
            }
            return jpeg(decoded.pixels());
        }
    }

    private static void draw(Mat pixels, Detection detection) {
        var thickness = Math.max(1, (int) Math.rint(Math.min(pixels.cols(), pixels.rows()) / 300.0));
        var colour = colour(detection.classId());
        var outline = detection.polygon().isEmpty() ? corners(detection.box()) : detection.polygon();
        polylines(pixels, new MatVector(onPixels(outline, pixels)), true, colour, thickness, LINE_AA, 0);
        caption(pixels, detection, colour, thickness);
    }

    private static void caption(Mat pixels, Detection detection, Scalar colour, int thickness) {
        var text = String.format(Locale.ROOT, "%s %.2f", detection.label(), detection.score());
        var scale = Math.max(0.35, thickness * 7 / GLYPH_HEIGHT);
        var size = getTextSize(text, FONT_HERSHEY_SIMPLEX, scale, thickness, new int[1]);
        var height = size.height() + 2 * thickness + 2;
        var left = clip(Math.round(detection.box().x() * pixels.cols()), pixels.cols() - size.width());
        var top = clip(Math.round(detection.box().y() * pixels.rows()) - height, pixels.rows() - height);
        rectangle(pixels, new Rect(left, top, size.width(), height), colour, FILLED, LINE_AA, 0);
        putText(
                pixels,
                text,
                new org.bytedeco.opencv.opencv_core.Point(left, top + height - thickness - 1),
                FONT_HERSHEY_SIMPLEX,
                scale,
                new Scalar(0, 0, 0, 0),
                Math.max(1, thickness / 2),
                LINE_AA,
                false);
    }

    private static int clip(int value, int most) {
        return Math.max(0, Math.min(value, most));
    }

    private static List<Point> corners(Box box) {
        var right = box.x() + box.width();
        var bottom = box.y() + box.height();
        return List.of(
                new Point(box.x(), box.y()),
                new Point(right, box.y()),
                new Point(right, bottom),
                new Point(box.x(), bottom));
    }

    private static Mat onPixels(List<Point> outline, Mat pixels) {
        var coordinates = new int[2 * outline.size()];
        for (int i = 0; i < outline.size(); i++) {
            coordinates[2 * i] = Math.round(outline.get(i).x() * pixels.cols());
            coordinates[2 * i + 1] = Math.round(outline.get(i).y() * pixels.rows());
        }
        return new Mat(outline.size(), 1, CV_32SC2, new IntPointer(coordinates));
    }

    /** A bright colour per class, neighbours far apart. */
    private static Scalar colour(int classId) {
        var colour = Color.getHSBColor((0.33f + classId * 0.618f) % 1, 1, 1);
        return new Scalar(colour.getBlue(), colour.getGreen(), colour.getRed(), 0);
    }

    private static byte[] jpeg(Mat pixels) {
        var encoded = new BytePointer();
        imencode(".jpg", pixels, encoded, new IntPointer(IMWRITE_JPEG_QUALITY, JPEG_QUALITY));
        var bytes = new byte[Math.toIntExact(encoded.limit())];
        encoded.get(bytes);
        return bytes;
    }
}
