package io.sightline.benchmark.load;

import java.time.Duration;

/**
 * How long is measured.
 *
 * @param leadIn load that does not count yet: every client is busy and every thread warm when the clock starts
 * @param length load that counts
 */
public record Window(Duration leadIn, Duration length) {
    public Window {
        if (length.isZero() || length.isNegative() || leadIn.isNegative()) {
            throw new IllegalArgumentException("a window needs a length above 0, was " + length + " after " + leadIn);
        }
    }

    double seconds() {
        return length.toNanos() / 1e9;
    }
}
