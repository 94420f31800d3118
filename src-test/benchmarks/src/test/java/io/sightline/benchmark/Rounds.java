package io.sightline.benchmark;

import io.sightline.benchmark.load.Window;
import java.time.Duration;

/** How long a benchmark measures, as its command says. */
final class Rounds {
    private Rounds() {}

    /** {@code -Dbenchmark.rounds}. */
    static int count(int standard) {
        return Integer.getInteger("benchmark.rounds", standard);
    }

    /** {@code -Dbenchmark.seconds}: how long each contestant is measured in each round. */
    static int seconds(int standard) {
        return Integer.getInteger("benchmark.seconds", standard);
    }

    /** A window of that length; a third of it, at most three seconds, comes before it counts. */
    static Window window(int standardSeconds) {
        var length = Duration.ofSeconds(seconds(standardSeconds));
        var leadIn = length.dividedBy(3);
        var most = Duration.ofSeconds(3);
        return new Window(leadIn.compareTo(most) > 0 ? most : leadIn, length);
    }

    /** {@code -Dbenchmark.warmup}: seconds of load before anything is measured, for the compiler of a young process. */
    static Window warmUp() {
        return new Window(Duration.ZERO, Duration.ofSeconds(Integer.getInteger("benchmark.warmup", 30)));
    }

    static String command(String benchmark, int rounds, int seconds) {
        return "mvn verify -Pbenchmark -Dbenchmark=%s -Dbenchmark.rounds=%d -Dbenchmark.seconds=%d"
                .formatted(benchmark, rounds, seconds);
    }
}
