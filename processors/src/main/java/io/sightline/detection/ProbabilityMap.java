package io.sightline.detection;

import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_32SC2;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.minMaxLoc;
import static org.bytedeco.opencv.global.opencv_imgproc.CHAIN_APPROX_SIMPLE;
import static org.bytedeco.opencv.global.opencv_imgproc.RETR_LIST;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_BINARY;
import static org.bytedeco.opencv.global.opencv_imgproc.fillPoly;
import static org.bytedeco.opencv.global.opencv_imgproc.findContours;
import static org.bytedeco.opencv.global.opencv_imgproc.minAreaRect;
import static org.bytedeco.opencv.global.opencv_imgproc.threshold;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Point2f;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * The output of a text detector as OpenCV sees it; needs an open {@code PointerScope}. What one text line needs of
 * native objects is made once and reused for the next, since each costs memory of the heap as well.
 */
final class ProbabilityMap {
    private static final int[] CORNERS = {4};

    private final Mat map;
    private final Point2f vertices = new Point2f(4);
    private final FloatPointer coordinates = new FloatPointer(vertices);
    private final IntPointer outline = new IntPointer(8);
    private final Point polygon = new Point(outline);
    private final Scalar inside = new Scalar(1);
    private final int width;
    private final FloatBuffer values;
    private final Mat mask;
    private final ByteBuffer covered;
    private final float[] corners = new float[8];
    private IntPointer grown = new IntPointer(256L);
    private Mat grownPoints = new Mat(128, 1, CV_32SC2, grown);

    /**
     * The map of one picture.
     *
     * @param output [1,1,H,W]
     * @throws io.sightline.failure.PermanentFailure OUTPUT_OUT_OF_RANGE when it holds something else than probabilities
     */
    ProbabilityMap(OutputTensor output) {
        width = output.dimension(3);
        values = ModelOutputs.floats(output);
        map = new Mat(output.dimension(2), width, CV_32FC1, new FloatPointer(values));
        requireProbabilities(output);
        mask = new Mat(map.rows(), width, CV_8UC1, new Scalar(0));
        covered = mask.createBuffer();
    }

    private void requireProbabilities(OutputTensor output) {
        var range = new DoublePointer(2);
        minMaxLoc(map, range, range.getPointer(1), null, null, null);
        Scores.requireWithin(output, range.get(0), range.get(1));
    }

    /** The outlines of the blobs above a probability. */
    MatVector contours(double above) {
        var binary = new Mat();
        threshold(map, binary, above, 255, THRESH_BINARY);
        var mask = new Mat();
        binary.convertTo(mask, CV_8UC1);
        var contours = new MatVector();
        findContours(mask, contours, RETR_LIST, CHAIN_APPROX_SIMPLE);
        return contours;
    }

    /** The smallest rectangle around some points. */
    TextRectangle around(Mat points) {
        var rectangle = minAreaRect(points);
        var size = rectangle.size();
        rectangle.points(vertices);
        coordinates.get(corners);
        return new TextRectangle(corners, Math.min(size.width(), size.height()));
    }

    /** The same for x, y, x, y, ... */
    TextRectangle around(int[] points) {
        if (grown.capacity() < points.length) {
            grown = new IntPointer((long) points.length);
            grownPoints = new Mat(points.length / 2, 1, CV_32SC2, grown);
        }
        grown.put(points);
        return around(grownPoints.rows(points.length / 2));
    }

    /** Mean of the map over the pixels that a rectangle covers. */
    double meanOver(TextRectangle rectangle) {
        var left = clip((int) Math.floor(least(rectangle, true)), map.cols() - 1);
        var right = clip((int) Math.ceil(most(rectangle, true)), map.cols() - 1);
        var top = clip((int) Math.floor(least(rectangle, false)), map.rows() - 1);
        var bottom = clip((int) Math.ceil(most(rectangle, false)), map.rows() - 1);
        for (int i = 0; i < 4; i++) {
            outline.put(2L * i, left + (int) (rectangle.x(i) - left));
            outline.put(2L * i + 1, top + (int) (rectangle.y(i) - top));
        }
        fillPoly(mask, polygon, CORNERS, 1, inside);
        return meanUnderMask(left, top, right, bottom);
    }

    /** Sums up and wipes the mask for the next rectangle. */
    private double meanUnderMask(int left, int top, int right, int bottom) {
        var sum = 0.0;
        var count = 0;
        for (int y = top; y <= bottom; y++) {
            for (int i = y * width + left; i <= y * width + right; i++) {
                if (covered.get(i) != 0) {
                    covered.put(i, (byte) 0);
                    sum += values.get(i);
                    count++;
                }
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    private static int clip(int value, int most) {
        return Math.min(Math.max(value, 0), most);
    }

    private static float least(TextRectangle rectangle, boolean horizontal) {
        var least = Float.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            least = Math.min(least, horizontal ? rectangle.x(i) : rectangle.y(i));
        }
        return least;
    }

    private static float most(TextRectangle rectangle, boolean horizontal) {
        var most = -Float.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            most = Math.max(most, horizontal ? rectangle.x(i) : rectangle.y(i));
        }
        return most;
    }
}
