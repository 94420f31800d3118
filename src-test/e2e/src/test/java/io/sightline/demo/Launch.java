package io.sightline.demo;

import java.util.Map;

/** Two versions of a model, of which the second goes live while frames are under way, as a person lets it. */
public interface Launch {
    /** Settings of the runtime by which the first one serves, over those of the servers. */
    Map<String, String> settings();

    /** Name of the model. */
    String model();

    /** The version that serves first. */
    Release former();

    /** The version that goes live. */
    Release next();

    /** What is done for it, such as "drop-in". */
    String act();

    /**
     * Lets the next version go live; returns as soon as all is done that a person does for it.
     *
     * @throws IllegalStateException when it cannot be done, in words for a person
     */
    void begin();
}
