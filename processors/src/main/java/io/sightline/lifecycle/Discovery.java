package io.sightline.lifecycle;

import java.util.Map;

/**
 * Finds models that nobody has configured here.
 *
 * <p>Every method throws a {@link io.sightline.failure.Failure} when it gets no answer that counts.
 */
public interface Discovery {
    /** Models that are to be served, by name. */
    Map<String, ManagedModel> found();

    /** What is said of one model that is asked for by its name. */
    Standing standing(String name);

    /** Where a model stands. */
    enum Standing {
        WANTED,
        /** It is there, and not marked as to be served. */
        NOT_MARKED,
        /** There is none; so says a registry that is empty, or the wrong one, too. */
        NOT_FOUND
    }
}
