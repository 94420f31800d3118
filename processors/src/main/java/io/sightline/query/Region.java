package io.sightline.query;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A part of the picture, in shares (0..1) of the upright picture. A box overlaps it when both have a point in common,
 * be it one of their edges; so a region without width and height is a point.
 *
 * @param x left edge
 * @param y upper edge
 */
public record Region(double x, double y, double width, double height) {
    static final Region WHOLE = new Region(0, 0, 1, 1);

    /** The region of four numbers: x, y, width, height. */
    public static Region of(List<Double> numbers) {
        return new Region(numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3));
    }

    /** What distinguishes it from other regions. */
    String identity() {
        return String.format(Locale.ROOT, "%s,%s,%s,%s", x, y, width, height);
    }

    /** Sets the named parameters left, top, right and bottom, as wide as boxes are stored, like {@link ScoreRange}. */
    void putInto(Map<String, Object> parameters) {
        parameters.put("left", (float) x);
        parameters.put("top", (float) y);
        parameters.put("right", (float) (x + width));
        parameters.put("bottom", (float) (y + height));
    }
}
