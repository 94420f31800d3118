package io.sightline.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at everything side by side, for a bounded time, and reports in the order in which it was asked. */
public final class Examination {
    private static final Executor THREADS = work -> {
        // Whoever still waits for a server must not keep the process.
        var thread = new Thread(work, "examination");
        thread.setDaemon(true);
        thread.start();
    };

    private final Duration limit;

    /** @param limit longest that all of it may take */
    public Examination(Duration limit) {
        this.limit = limit;
    }

    /** What was found; a check that does not end in time is a failure. */
    public List<Finding> run(List<Subject> subjects) throws InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        var runs = subjects.stream().map(Run::start).toList();
        var findings = new ArrayList<Finding>();
        for (var run : runs) {
            findings.addAll(run.findings(end, limit));
        }
        return findings;
    }

    private record Run(Subject subject, CompletableFuture<List<Finding>> first, List<Waiting> others) {
        static Run start(Subject subject) {
            var first = CompletableFuture.supplyAsync(subject.first()::findings, THREADS);
            var others = subject.others().stream()
                    .map(check -> new Waiting(
                            check,
                            first.thenApplyAsync(found -> failed(found) ? List.of() : check.findings(), THREADS)))
                    .toList();
            return new Run(subject, first, others);
        }

        List<Finding> findings(long end, Duration limit) throws InterruptedException {
            var found = new ArrayList<>(new Waiting(subject.first(), first).findings(end, limit));
            if (failed(found)) {
                var why = subject.first().name() + " comes first";
                others.forEach(other -> found.add(Finding.skipped(other.check.name(), why)));
            } else {
                for (var other : others) {
                    found.addAll(other.findings(end, limit));
                }
            }
            return found;
        }

        private static boolean failed(List<Finding> found) {
            return found.stream().anyMatch(Finding::isFailure);
        }
    }

    private record Waiting(Check check, CompletableFuture<List<Finding>> answer) {
        List<Finding> findings(long end, Duration limit) throws InterruptedException {
            try {
                return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                var late = "did not answer within " + limit.toSeconds() + " s";
                return List.of(Finding.fail(check.name(), late, check.wayOut()));
            } catch (ExecutionException e) {
                return List.of(Finding.fail(check.name(), String.valueOf(e.getCause()), check.wayOut()));
            }
        }
    }
}
