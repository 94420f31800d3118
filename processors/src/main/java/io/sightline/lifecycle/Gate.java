package io.sightline.lifecycle;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** Judges a version that is loaded by what it does. */
@FunctionalInterface
public interface Gate {
    /** The verdict on the version of a promotion. */
    Verdict judge(Promotion promotion) throws SQLException;

    /**
     * What the gate says.
     *
     * @param rejection why the version must not serve
     * @param text what was judged and how it came out, or why nothing was, for people
     * @param metrics figures, by name
     */
    record Verdict(Optional<Rejection> rejection, String text, Map<String, Double> metrics) {
        public Verdict {
            metrics = Map.copyOf(metrics);
        }
    }
}
