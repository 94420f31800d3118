package io.sightline.doctor;

import java.util.Locale;

/** How a check ended, the worst last. */
public enum Outcome {
    OK,
    /** It was not asked, or cannot be told. */
    SKIPPED,
    /** All works, and some promise rests on luck. */
    WARN,
    /** The runtime would not start, would stop, or breaks a promise. */
    FAIL;

    /** As programs read it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
