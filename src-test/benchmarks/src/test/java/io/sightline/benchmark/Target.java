package io.sightline.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a figure should be.
 *
 * @param isLeast true when the figure should be the bound or more, false when it should be the bound or less
 */
record Target(String what, double figure, double bound, boolean isLeast) {
    static Target atLeast(String what, double figure, double bound) {
        return new Target(what, figure, bound, true);
    }

    static Target atMost(String what, double figure, double bound) {
        return new Target(what, figure, bound, false);
    }

    /** False for a figure that is no number. */
    boolean isMet() {
        return isLeast ? figure >= bound : figure <= bound;
    }

    Map<String, Object> figures() {
        var figures = new LinkedHashMap<String, Object>();
        figures.put("target", what);
        figures.put("bound", (isLeast ? "at least " : "at most ") + Figure.text(bound));
        figures.put("measured", figure);
        figures.put("met", isMet() ? "yes" : "no");
        return figures;
    }
}
