package io.sightline.detection;

import java.util.Arrays;

/**
 * Grows a convex quadrilateral by a distance with rounded corners, on whole-number coordinates, with the arithmetic of
 * Angus Johnson's Clipper 6.4.2 ({@code ClipperOffset}, round joins, arc tolerance 0.25). The outline is what Clipper
 * would give before its own clean-up; the convex hull, all that a smallest rectangle looks at, is the same.
 *
 * <p>Points are x, y, x, y, ... in arrays, since this runs for every text line of every picture.
 */
final class RectangleOffset {
    private static final double ARC_TOLERANCE = 0.25;

    private final double distance;
    private final double sine;
    private final double cosine;
    private final double stepsPerRadian;
    private int[] outline = new int[64];
    private int length;

    /** @param distance in pixels, above 0 */
    RectangleOffset(double distance) {
        this.distance = distance;
        var tolerance = Math.min(ARC_TOLERANCE, distance * ARC_TOLERANCE);
        var steps = Math.min(Math.PI / Math.acos(1 - tolerance / distance), distance * Math.PI);
        sine = Math.sin(2 * Math.PI / steps);
        cosine = Math.cos(2 * Math.PI / steps);
        stepsPerRadian = steps / (2 * Math.PI);
    }

    /**
     * The outline of the grown quadrilateral.
     *
     * @param corners x, y, x, y, ... in either direction of rotation; repeated corners count once
     * @return x, y, x, y, ...; empty when fewer than three corners differ
     */
    int[] grow(int[] corners) {
        var path = counterClockwise(withoutRepeats(corners));
        var count = path.length / 2;
        if (count < 3) {
            return new int[0];
        }
        length = 0;
        var normals = normals(path);
        for (int current = 0; current < count; current++) {
            var previous = (current + count - 1) % count;
            join(
                    path[2 * current],
                    path[2 * current + 1],
                    normals[2 * previous],
                    normals[2 * previous + 1],
                    normals[2 * current],
                    normals[2 * current + 1]);
        }
        return Arrays.copyOf(outline, length);
    }

    private void join(int x, int y, double beforeX, double beforeY, double afterX, double afterY) {
        var turn = beforeX * afterY - afterX * beforeY;
        var along = beforeX * afterX + beforeY * afterY;
        if (Math.abs(turn * distance) < 1.0 && along > 0) {
            add(x, y, beforeX, beforeY);
            return;
        }
        if (turn * distance < 0) {
            add(x, y, beforeX, beforeY);
            add(x, y, 0, 0);
            add(x, y, afterX, afterY);
            return;
        }
        var steps = Math.max((int) rounded(stepsPerRadian * Math.abs(Math.atan2(turn, along))), 1);
        var directionX = beforeX;
        var directionY = beforeY;
        for (int step = 0; step < steps; step++) {
            add(x, y, directionX, directionY);
            var nextX = directionX * cosine - sine * directionY;
            directionY = directionX * sine + directionY * cosine;
            directionX = nextX;
        }
        add(x, y, afterX, afterY);
    }

    private void add(int x, int y, double directionX, double directionY) {
        if (length + 2 > outline.length) {
            outline = Arrays.copyOf(outline, 2 * outline.length);
        }
        outline[length++] = (int) rounded(x + directionX * distance);
        outline[length++] = (int) rounded(y + directionY * distance);
    }

    /** Half away from zero, as Clipper rounds. */
    private static long rounded(double value) {
        return value < 0 ? (long) (value - 0.5) : (long) (value + 0.5);
    }

    private static int[] withoutRepeats(int[] corners) {
        var path = new int[corners.length];
        var length = 0;
        for (int i = 0; i < corners.length; i += 2) {
            if (length == 0 || path[length - 2] != corners[i] || path[length - 1] != corners[i + 1]) {
                path[length++] = corners[i];
                path[length++] = corners[i + 1];
            }
        }
        while (length > 2 && path[0] == path[length - 2] && path[1] == path[length - 1]) {
            length -= 2;
        }
        return length == corners.length ? corners : Arrays.copyOf(path, length);
    }

    private static int[] counterClockwise(int[] path) {
        var twiceArea = 0.0;
        for (int i = 0; i < path.length; i += 2) {
            var next = (i + 2) % path.length;
            twiceArea += (double) path[i] * path[next + 1] - (double) path[next] * path[i + 1];
        }
        if (twiceArea >= 0) {
            return path;
        }
        var reversed = new int[path.length];
        for (int i = 0; i < path.length; i += 2) {
            reversed[i] = path[path.length - 2 - i];
            reversed[i + 1] = path[path.length - 1 - i];
        }
        return reversed;
    }

    /** Of each edge, from its corner to the next: the unit vector at a right angle to it, pointing outwards. */
    private static double[] normals(int[] path) {
        var normals = new double[path.length];
        for (int i = 0; i < path.length; i += 2) {
            var next = (i + 2) % path.length;
            var width = (double) path[next] - path[i];
            var height = (double) path[next + 1] - path[i + 1];
            var inverse = 1.0 / Math.sqrt(width * width + height * height);
            normals[i] = height * inverse;
            normals[i + 1] = -width * inverse;
        }
        return normals;
    }
}
