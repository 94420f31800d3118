package io.sightline.integration;

import java.util.Locale;

/** How much a finding weighs. */
public enum Severity {
    /** The file would not run, or would do harm. */
    ERROR,
    /** The file runs, though perhaps not as meant. */
    WARNING,
    /** Worth to be known. */
    INFO;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
