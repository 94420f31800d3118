package io.sightline.cases;

import io.sightline.integration.CaseExpectation;
import io.sightline.integration.CaseFile;
import io.sightline.integration.RouteCase;
import io.sightline.integration.SourceFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** Runs one case in a context of its own and within its time. */
final class CaseRun {
    private static final Duration LOOK = Duration.ofMillis(5);

    private final CaseFile file;
    private final RouteCase said;
    private final Map<String, String> properties;
    private final Map<String, Supplier<Object>> beans;
    private final List<SourceFile> configurations;
    private final Duration start;
    private final List<Mismatch> mismatches = new ArrayList<>();

    /** @param start how long the routes may take to start */
    CaseRun(
            CaseFile file,
            RouteCase said,
            Map<String, String> properties,
            Map<String, Supplier<Object>> beans,
            List<SourceFile> configurations,
            Duration start) {
        this.file = file;
        this.said = said;
        this.properties = properties;
        this.beans = beans;
        this.configurations = configurations;
        this.start = start;
    }

    CaseResult run() throws InterruptedException {
        long begin = System.nanoTime();
        var context = new CaseContext(beans);
        var notes = List.<String>of();
        try {
            start(context);
            var sent = send(context);
            var missing = context.missing();
            // Whatever else went wrong followed from that.
            missing.forEach(one -> mismatches.add(new Mismatch(said.place(), one, List.of())));
            if (missing.isEmpty()) {
                notes = Judge.of(context, said).judge(sent, mismatches);
            }
        } catch (CaseException e) {
            var place = e.place() == null ? said.place() : e.place();
            mismatches.add(new Mismatch(place, String.valueOf(e.getMessage()), List.of()));
        } catch (RuntimeException e) {
            // The other cases are told of all the same.
            mismatches.add(
                    new Mismatch(said.place(), "what came cannot be compared: " + Causes.innermost(e), List.of()));
        } finally {
            close(context);
        }
        var took = Duration.ofNanos(System.nanoTime() - begin);
        return new CaseResult(said.name(), said.place(), took, List.copyOf(mismatches), notes);
    }

    private void start(CaseContext context) throws CaseException, InterruptedException {
        try {
            within(
                    start,
                    () -> {
                        context.start(Path.of(file.route()), said, properties, configurations);
                        return true;
                    },
                    () -> {});
        } catch (TimeoutException e) {
            throw new CaseException(
                    null,
                    "the routes had not started after " + shown(start)
                            + "; look for a loop in the constructor or in configure() of a Java file");
        } catch (ExecutionException e) {
            throw startFailure(context, e);
        }
    }

    private static CaseException startFailure(CaseContext context, ExecutionException failure) {
        var missing = context.missing();
        if (!missing.isEmpty()) {
            return new CaseException(null, missing.get(0));
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CaseException known) {
                return known;
            }
        }
        var bean = Causes.missingBean(failure);
        if (bean.isPresent()) {
            return new CaseException(null, context.missingBean(bean.get()));
        }
        return new CaseException(null, "the routes do not start: " + Causes.innermost(failure));
    }

    /** The inputs one after the other, as far as the time allows; then whatever is still to come. */
    private List<Exchange> send(CaseContext context) throws CaseException, InterruptedException {
        long end = System.nanoTime() + said.timeout().toNanos();
        var sent = new ArrayList<Exchange>();
        var ended = new AtomicReference<List<Exchange>>();
        try {
            within(
                    said.timeout(),
                    () -> {
                        for (var input : said.inputs()) {
                            var exchange = context.send(input);
                            synchronized (sent) {
                                sent.add(exchange);
                            }
                        }
                        return true;
                    },
                    // What the thread does when it is interrupted is no part of the case.
                    () -> {
                        giveUp(context);
                        synchronized (sent) {
                            ended.set(List.copyOf(sent));
                        }
                    });
            settle(context, sent, end);
            if (!context.isAtRest()) {
                giveUp(context);
            }
            return sent;
        } catch (TimeoutException e) {
            return Objects.requireNonNull(ended.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CaseException known) {
                throw known;
            }
            throw new CaseException(null, "the inputs cannot be sent: " + Causes.innermost(e));
        }
    }

    /**
     * Waits for what is under way and for what is expected. Where routes go on by themselves, what is in a queue or
     * handed to a thread is seen by nobody, so that nothing must happen for a while before it counts as the end.
     */
    private void settle(CaseContext context, List<Exchange> sent, long end) throws InterruptedException {
        boolean goesOn = context.goesOnByItself();
        long quiet = context.quiet().toNanos();
        int came = -1;
        long quietSince = System.nanoTime();
        while (System.nanoTime() < end) {
            int now = context.mailbox().all().size();
            boolean isQuiet = context.isAtRest() && now == came && !(goesOn && isWaitedFor(context, sent));
            if (!isQuiet) {
                quietSince = System.nanoTime();
            } else if (!goesOn || System.nanoTime() - quietSince >= quiet) {
                return;
            }
            came = now;
            Thread.sleep(LOOK.toMillis());
        }
    }

    private void giveUp(CaseContext context) {
        var places = context.underWay();
        context.takeNoMoreNote();
        mismatches.add(new Mismatch(
                said.place(),
                "it did not end within " + shown(said.timeout()) + " (timeout) and was given up",
                places));
    }

    private boolean isWaitedFor(CaseContext context, List<Exchange> sent) {
        boolean failed = sent.stream().anyMatch(exchange -> exchange.getException() != null)
                || !context.unattended().failures().isEmpty();
        if (failed != said.fails().isPresent()) {
            // A failure that is not expected is told of whatever else comes.
            return !failed;
        }
        return context.missing().isEmpty()
                && said.expectations().stream()
                        .filter(expectation -> !expectation.endpoint().equals(CaseExpectation.REPLY))
                        .anyMatch(expectation -> Judge.expected(said, expectation.endpoint())
                                > context.mailbox()
                                        .of(Judge.name(context, expectation))
                                        .size());
    }

    private static String shown(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    /** A thread that does not end is left behind: nothing in Java ends it. */
    private static <T> T within(Duration limit, Callable<T> work, Runnable late)
            throws TimeoutException, ExecutionException, InterruptedException {
        var task = new FutureTask<>(work);
        var thread = new Thread(task, "sightline-test-case");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            late.run();
            thread.interrupt();
            throw e;
        }
    }

    /** One that was given up may take its time, but nobody waits for it. */
    private void close(CaseContext context) {
        var closing = new Thread(context::close, "sightline-test-end");
        closing.setDaemon(true);
        closing.start();
    }
}
