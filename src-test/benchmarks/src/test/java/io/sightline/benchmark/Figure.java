package io.sightline.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A figure as people read it: three digits that count. */
final class Figure {
    private Figure() {}

    static String text(@Nullable Object value) {
        if (!(value instanceof Double number)) {
            return String.valueOf(value);
        }
        if (number.isNaN()) {
            return "-";
        }
        var digits = Math.abs(number) >= 100 ? 0 : Math.abs(number) >= 10 ? 1 : Math.abs(number) >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + digits + "f", number);
    }

    /** The middle of some figures; the mean of both middle ones when their number is even; NaN of none. */
    static double median(List<Double> figures) {
        if (figures.isEmpty()) {
            return Double.NaN;
        }
        var sorted = figures.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        var middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
