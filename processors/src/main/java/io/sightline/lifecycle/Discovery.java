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

    /** Whether a model is surely not to be served: asked for by its name, it is gone or not marked. */
    boolean isGone(String name);
}
