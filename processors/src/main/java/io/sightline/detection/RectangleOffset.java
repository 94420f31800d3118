package io.sightline.detection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Grows a convex quadrilateral by a distance with rounded corners, on whole-number coordinates, with the arithmetic of
 * Angus Johnson's Clipper 6.4.2 ({@code ClipperOffset}, round joins, arc tolerance 0.25). The outline is what Clipper
 * would give before its own clean-up; the convex hull, all that a smallest rectangle looks at, is the same.
 */
final class RectangleOffset {
    private static final double ARC_TOLERANCE = 0.25;

    private final double distance;
    private final double sine;
    private final double cosine;
    private final double stepsPerRadian;

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
        var path = withoutRepeats(corners);
        var count = path.size();
        if (count < 3) {
            return new int[0];
        }
        if (area(path) < 0) {
            Collections.reverse(path);
        }
        var outline = new ArrayList<Integer>();
        for (int current = 0; current < count; current++) {
            var previous = path.get((current + count - 1) % count);
            var corner = path.get(current);
            var next = path.get((current + 1) % count);
            join(corner, Vector.normal(previous, corner), Vector.normal(corner, next), outline);
        }
        return outline.stream().mapToInt(Integer::intValue).toArray();
    }

    private void join(Vector corner, Vector before, Vector after, List<Integer> outline) {
        var turn = before.x * after.y - after.x * before.y;
        var along = before.x * after.x + before.y * after.y;
        if (Math.abs(turn * distance) < 1.0 && along > 0) {
            add(corner, before, outline);
            return;
        }
        if (turn * distance < 0) {
            add(corner, before, outline);
            add(corner, new Vector(0, 0), outline);
            add(corner, after, outline);
            return;
        }
        round(corner, before, after, Math.atan2(turn, along), outline);
    }

    private void round(Vector corner, Vector before, Vector after, double angle, List<Integer> outline) {
        var steps = Math.max((int) rounded(stepsPerRadian * Math.abs(angle)), 1);
        var direction = before;
        for (int step = 0; step < steps; step++) {
            add(corner, direction, outline);
            direction =
                    new Vector(direction.x * cosine - sine * direction.y, direction.x * sine + direction.y * cosine);
        }
        add(corner, after, outline);
    }

    private void add(Vector corner, Vector direction, List<Integer> outline) {
        outline.add((int) rounded(corner.x + direction.x * distance));
        outline.add((int) rounded(corner.y + direction.y * distance));
    }

    /** Half away from zero, as Clipper rounds. */
    private static long rounded(double value) {
        return value < 0 ? (long) (value - 0.5) : (long) (value + 0.5);
    }

    private static List<Vector> withoutRepeats(int[] corners) {
        var path = new ArrayList<Vector>();
        for (int i = 0; i < corners.length; i += 2) {
            var corner = new Vector(corners[i], corners[i + 1]);
            if (path.isEmpty() || !path.get(path.size() - 1).equals(corner)) {
                path.add(corner);
            }
        }
        while (path.size() > 1 && path.get(0).equals(path.get(path.size() - 1))) {
            path.remove(path.size() - 1);
        }
        return path;
    }

    private static double area(List<Vector> path) {
        var twice = 0.0;
        for (int i = 0; i < path.size(); i++) {
            var corner = path.get(i);
            var next = path.get((i + 1) % path.size());
            twice += corner.x * next.y - next.x * corner.y;
        }
        return twice / 2;
    }

    private record Vector(double x, double y) {
        /** Unit vector at a right angle to the way from one corner to the next, pointing outwards. */
        static Vector normal(Vector from, Vector to) {
            var width = to.x - from.x;
            var height = to.y - from.y;
            var inverse = 1.0 / Math.sqrt(width * width + height * height);
            return new Vector(height * inverse, -width * inverse);
        }
    }
}
