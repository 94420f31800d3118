package io.sightline.evaluation;

import io.sightline.failure.Quotation;
import java.util.Collection;
import java.util.stream.Collectors;

/** Lists of names as messages show them. */
final class Names {
    private static final int MOST = 10;

    private Names() {}

    /** The first ones, and how many more there are. */
    static String shortened(Collection<?> names) {
        var shown = names.stream()
                .limit(MOST)
                .map(name -> Quotation.of(name.toString()))
                .collect(Collectors.joining(", "));
        var more = names.size() - MOST;
        return "[" + shown + (more > 0 ? " and " + more + " more]" : "]");
    }
}
