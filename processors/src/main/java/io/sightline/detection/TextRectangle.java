package io.sightline.detection;

import java.util.List;
import java.util.Optional;

/**
 * A rotated rectangle on the probability map. Each rounding is that of PaddleOCR's {@code DBPostProcess}, since one
 * pixel of the map can be several of the picture.
 */
final class TextRectangle {
    private static final int CORNERS = 4;
    private static final int MIN_SIDE_IN_PICTURE = 3;

    /** Top left, top right, bottom right, bottom left: x, y, x, y, ... in pixels of the map. */
    private final float[] corners;

    private final float shortestSide;

    /**
     * A rectangle.
     *
     * @param vertices x, y, x, y, ... in any order, in pixels of the map
     * @param shortestSide in pixels of the map
     */
    TextRectangle(float[] vertices, float shortestSide) {
        this.corners = clockwise(vertices);
        this.shortestSide = shortestSide;
    }

    float shortestSide() {
        return shortestSide;
    }

    /** Of a corner by its number, from the top left on. */
    float x(int corner) {
        return corners[2 * corner];
    }

    float y(int corner) {
        return corners[2 * corner + 1];
    }

    /**
     * The outline, not yet a rectangle, that is larger on all sides by {@code area * ratio / perimeter}.
     *
     * @return x, y, x, y, ... in pixels of the map; empty when nothing is left to grow
     */
    int[] grown(double ratio) {
        var area = 0.0;
        var perimeter = 0.0;
        var truncated = new int[2 * CORNERS];
        for (int i = 0; i < CORNERS; i++) {
            var next = (i + 1) % CORNERS;
            area += (double) x(i) * y(next) - (double) x(next) * y(i);
            perimeter += Math.hypot((double) x(next) - x(i), (double) y(next) - y(i));
            truncated[2 * i] = (int) x(i);
            truncated[2 * i + 1] = (int) y(i);
        }
        var distance = Math.abs(area) / 2 * ratio / perimeter;
        return distance > 0 ? new RectangleOffset(distance).grow(truncated) : new int[0];
    }

    /** The outline in shares of the picture, on whole pixels; empty when a side is 3 pixels or less. */
    Optional<List<Point>> inPicture(Placement placement) {
        var pixels = new float[2 * CORNERS];
        for (int i = 0; i < CORNERS; i++) {
            pixels[2 * i] = scaled(x(i), placement.width(), placement.pictureWidth());
            pixels[2 * i + 1] = scaled(y(i), placement.height(), placement.pictureHeight());
        }
        sort(pixels, 0, CORNERS, 0);
        sort(pixels, 0, 2, 1);
        sort(pixels, 2, CORNERS, 1);
        if (length(pixels, 0, 2) <= MIN_SIDE_IN_PICTURE || length(pixels, 0, 1) <= MIN_SIDE_IN_PICTURE) {
            return Optional.empty();
        }
        return Optional.of(List.of(
                share(pixels, 0, placement),
                share(pixels, 2, placement),
                share(pixels, 3, placement),
                share(pixels, 1, placement)));
    }

    private static Point share(float[] pixels, int corner, Placement placement) {
        return new Point(
                pixels[2 * corner] / placement.pictureWidth(), pixels[2 * corner + 1] / placement.pictureHeight());
    }

    private static float[] clockwise(float[] vertices) {
        var corners = vertices.clone();
        sort(corners, 0, CORNERS, 0);
        sort(corners, 0, 2, 1);
        sort(corners, 2, CORNERS, 1);
        // Now top left, bottom left, top right, bottom right.
        swapPoints(corners, 1, 2);
        swapPoints(corners, 2, 3);
        return corners;
    }

    /** Sorts some points by x (0) or y (1); equal ones keep their order. */
    private static void sort(float[] points, int from, int to, int axis) {
        for (int i = from + 1; i < to; i++) {
            for (int k = i; k > from && points[2 * k + axis] < points[2 * (k - 1) + axis]; k--) {
                swapPoints(points, k, k - 1);
            }
        }
    }

    private static void swapPoints(float[] points, int one, int other) {
        swap(points, 2 * one, 2 * other);
        swap(points, 2 * one + 1, 2 * other + 1);
    }

    private static void swap(float[] values, int one, int other) {
        var value = values[one];
        values[one] = values[other];
        values[other] = value;
    }

    private static float scaled(float value, int from, int to) {
        return (float) Math.min(Math.max(Math.rint(value / from * to), 0), to - 1);
    }

    private static int length(float[] points, int from, int to) {
        return (int) Math.hypot(points[2 * to] - points[2 * from], points[2 * to + 1] - points[2 * from + 1]);
    }
}
