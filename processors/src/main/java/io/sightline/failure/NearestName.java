package io.sightline.failure;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what was probably meant by a mistyped name, so that a failure's message can say it. */
public final class NearestName {
    private NearestName() {}

    /**
     * The known name that is the fewest edits away; empty when more than a third of the letters would have to change.
     */
    public static Optional<String> of(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .filter(candidate -> distance(name, candidate) <= Math.max(2, name.length() / 3));
    }

    /** {@code , did you mean X?} for the nearest name, empty when none is near. */
    public static String hint(String name, Collection<String> known) {
        return of(name, known).map(nearest -> ", did you mean " + nearest + "?").orElse("");
    }

    /** Levenshtein distance, letter case ignored. */
    private static int distance(String left, String right) {
        var previous = new int[right.length() + 1];
        for (int column = 0; column <= right.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            var current = new int[right.length() + 1];
            current[0] = row;
            for (int column = 1; column <= right.length(); column++) {
                var same =
                        Character.toLowerCase(left.charAt(row - 1)) == Character.toLowerCase(right.charAt(column - 1));
                var replaced = previous[column - 1] + (same ? 0 : 1);
                current[column] = Math.min(replaced, 1 + Math.min(previous[column], current[column - 1]));
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
