package io.sightline.demo;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Says how far a run has come: whole lines, so that it reads well in a log too, and at most one in a second. */
final class Progress {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final int total;
    private final PrintStream out;
    private final Clock clock;
    private final Instant start;
    private Instant nextLine;
    private String last = "";

    Progress(int total, PrintStream out, Clock clock) {
        this.total = total;
        this.out = out;
        this.clock = clock;
        this.start = clock.instant();
        this.nextLine = start.plus(PAUSE);
    }

    /** Whether a line is due, hence worth counting for. */
    boolean due() {
        return !clock.instant().isBefore(nextLine);
    }

    /** Prints where the run is, unless nothing has changed since. */
    void show(int sent, int settled) {
        var now = clock.instant();
        nextLine = now.plus(PAUSE);
        var state = "sent %d of %d, settled %d".formatted(sent, total, settled);
        if (state.equals(last)) {
            return;
        }
        last = state;
        var seconds = Duration.between(start, now).toMillis() / 1e3;
        out.println(String.format(
                Locale.ROOT, "demo: %s (%.0f %%), %.0f s", state, 100.0 * settled / Math.max(1, total), seconds));
        out.flush();
    }
}
