package io.sightline.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.devstack.DevStack;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs a row, writes down what came of it and judges it. */
public final class Trial {
    private final DevStack stack;
    private final ResultFile results = new ResultFile(Path.of("target", "faults"));

    public Trial(DevStack stack) {
        this.stack = stack;
    }

    /**
     * Runs a row once.
     *
     * @throws AssertionError when something was lost, doubled or otherwise not as it must be
     */
    public void run(Row row, Run run) throws Exception {
        var start = System.nanoTime();
        var variant = (row.isLong() ? "-long" : "") + (run.brief() ? "-brief" : "");
        var name = "row-%02d-seed-%d%s".formatted(row.number(), run.seed(), variant);
        try (var bench = new Bench(stack, row, run, name)) {
            var failure = attempt(() -> row.run(bench));
            bench.heal();
            var verdict = bench.settle();
            var seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
            var judgement = attempt(() -> {
                assertThat(verdict.findings())
                        .as("row %d, %s, seed %d", row.number(), row.title(), run.seed())
                        .isEmpty();
                row.check(bench);
            });
            var clean = failure.isEmpty() && judgement.isEmpty();
            results.add(row, run, verdict, clean, seconds);
            throwFirst(failure, judgement);
        }
    }

    /** What a row throws must not keep its account from being written down. */
    private static Optional<Throwable> attempt(Step step) {
        try {
            step.run();
            return Optional.empty();
        } catch (Exception | AssertionError e) {
            return Optional.of(e);
        }
    }

    private static void throwFirst(Optional<Throwable> failure, Optional<Throwable> judgement) throws Exception {
        if (failure.isPresent() && judgement.isPresent()) {
            failure.get().addSuppressed(judgement.get());
        }
        var first = failure.or(() -> judgement).orElse(null);
        if (first instanceof Exception exception) {
            throw exception;
        }
        if (first instanceof Error error) {
            throw error;
        }
    }

    private interface Step {
        void run() throws Exception;
    }
}
