package io.sightline.detection;

import static org.bytedeco.opencv.global.opencv_core.CV_32SC2;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.mean;
import static org.bytedeco.opencv.global.opencv_imgproc.fillPoly;
import static org.bytedeco.opencv.global.opencv_imgproc.minAreaRect;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point2f;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * A rotated rectangle on the probability map; needs an open {@code PointerScope}. Each rounding is that of PaddleOCR's
 * {@code DBPostProcess}, since one pixel of the map can be several of the picture.
 *
 * @param corners top left, top right, bottom right, bottom left in pixels of the map
 * @param shortestSide in pixels of the map
 */
record TextRectangle(List<Corner> corners, float shortestSide) {
    private static final int MIN_SIDE_IN_PICTURE = 3;

    /** Pixels of the map. */
    record Corner(float x, float y) {}

    /** The smallest rectangle around some points. */
    static TextRectangle around(Mat points) {
        var rectangle = minAreaRect(points);
        var vertices = new Point2f(4);
        rectangle.points(vertices);
        var values = new float[8];
        new FloatPointer(vertices).get(values);
        var sorted = new Corner[4];
        Arrays.setAll(sorted, i -> new Corner(values[2 * i], values[2 * i + 1]));
        Arrays.sort(sorted, Comparator.comparingDouble(Corner::x));
        var size = rectangle.size();
        return new TextRectangle(clockwise(sorted), Math.min(size.width(), size.height()));
    }

    private static List<Corner> clockwise(Corner[] byX) {
        var leftDown = byX[1].y > byX[0].y;
        var rightDown = byX[3].y > byX[2].y;
        return List.of(byX[leftDown ? 0 : 1], byX[rightDown ? 2 : 3], byX[rightDown ? 3 : 2], byX[leftDown ? 1 : 0]);
    }

    /** Mean of the map over the pixels that the rectangle covers. */
    double meanOf(Mat map) {
        var left = clip((int) Math.floor(least(true)), map.cols() - 1);
        var right = clip((int) Math.ceil(most(true)), map.cols() - 1);
        var top = clip((int) Math.floor(least(false)), map.rows() - 1);
        var bottom = clip((int) Math.ceil(most(false)), map.rows() - 1);
        var outline = new int[8];
        for (int i = 0; i < 4; i++) {
            outline[2 * i] = (int) (corners.get(i).x - left);
            outline[2 * i + 1] = (int) (corners.get(i).y - top);
        }
        var mask = new Mat(bottom - top + 1, right - left + 1, CV_8UC1, new Scalar(0));
        fillPoly(
                mask,
                new org.bytedeco.opencv.opencv_core.Point(new IntPointer(outline)),
                new int[] {4},
                1,
                new Scalar(1));
        return mean(new Mat(map, new Rect(left, top, mask.cols(), mask.rows())), mask)
                .get(0);
    }

    /** Grown on all sides by {@code area * ratio / perimeter}; empty when nothing is left to grow. */
    Optional<TextRectangle> grown(double ratio) {
        var area = 0.0;
        var perimeter = 0.0;
        var truncated = new int[8];
        for (int i = 0; i < 4; i++) {
            var corner = corners.get(i);
            var next = corners.get((i + 1) % 4);
            area += (double) corner.x * next.y - (double) next.x * corner.y;
            perimeter += Math.hypot((double) next.x - corner.x, (double) next.y - corner.y);
            truncated[2 * i] = (int) corner.x;
            truncated[2 * i + 1] = (int) corner.y;
        }
        var distance = Math.abs(area) / 2 * ratio / perimeter;
        var outline = distance > 0 ? new RectangleOffset(distance).grow(truncated) : new int[0];
        if (outline.length == 0) {
            return Optional.empty();
        }
        return Optional.of(around(new Mat(outline.length / 2, 1, CV_32SC2, new IntPointer(outline))));
    }

    /** The outline in shares of the picture, on whole pixels; empty when a side is 3 pixels or less. */
    Optional<List<Point>> inPicture(Placement placement) {
        var pixels = new Corner[4];
        Arrays.setAll(
                pixels,
                i -> new Corner(
                        scaled(corners.get(i).x, placement.width(), placement.pictureWidth()),
                        scaled(corners.get(i).y, placement.height(), placement.pictureHeight())));
        Arrays.sort(pixels, Comparator.comparingDouble(Corner::x));
        Arrays.sort(pixels, 0, 2, Comparator.comparingDouble(Corner::y));
        Arrays.sort(pixels, 2, 4, Comparator.comparingDouble(Corner::y));
        if (length(pixels[0], pixels[2]) <= MIN_SIDE_IN_PICTURE
                || length(pixels[0], pixels[1]) <= MIN_SIDE_IN_PICTURE) {
            return Optional.empty();
        }
        return Optional.of(List.of(pixels[0], pixels[2], pixels[3], pixels[1]).stream()
                .map(pixel -> new Point(pixel.x / placement.pictureWidth(), pixel.y / placement.pictureHeight()))
                .toList());
    }

    private static float scaled(float value, int from, int to) {
        return (float) Math.min(Math.max(Math.rint(value / from * to), 0), to - 1);
    }

    private static int length(Corner from, Corner to) {
        return (int) Math.hypot(to.x - from.x, to.y - from.y);
    }

    private static int clip(int value, int most) {
        return Math.min(Math.max(value, 0), most);
    }

    private float least(boolean horizontal) {
        return corners.stream()
                .map(corner -> horizontal ? corner.x : corner.y)
                .min(Float::compare)
                .orElseThrow();
    }

    private float most(boolean horizontal) {
        return corners.stream()
                .map(corner -> horizontal ? corner.x : corner.y)
                .max(Float::compare)
                .orElseThrow();
    }
}
