package io.sightline.lifecycle;

import java.sql.SQLException;

/** A step of a promotion. */
@FunctionalInterface
public interface PromotionStep {
    /**
     * Adds to the promotion what the step finds out, or rejects the version.
     *
     * @throws io.sightline.failure.Failure when nothing can be said now; it is tried again
     */
    void apply(Promotion promotion) throws SQLException;
}
