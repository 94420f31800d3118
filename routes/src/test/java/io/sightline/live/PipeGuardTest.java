package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.integration.SourceFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ServiceStatus;
import org.apache.camel.StatefulService;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What runs, is being started or is being stopped begins nothing any more when its turn is lost. */
class PipeGuardTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** Twenty of the timer's. */
    private static final Duration PERIODS = Duration.ofMillis(200);

    private static final String KAMELET = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata: {name: %1$s-action, labels: {camel.apache.org/kamelet.type: action}}
            spec:
              definition: {title: An Action, description: Does something, type: object}
              template: {from: {uri: kamelet:source, steps: [{process: {ref: %1$s}}]}}
            """;
    private static final String PIPE = """
            apiVersion: camel.apache.org/v1
            kind: Pipe
            metadata: {name: %1$s}
            spec:
              source: {uri: '%2$s'}
              steps: [{ref: {kind: Kamelet, name: %3$s-action, apiVersion: camel.apache.org/v1}}]
              sink: {uri: 'log:%1$s?level=TRACE'}
            """;
    private static final String TIMER = "timer:%s?delay=0&period=10";

    private final LiveFiles bench = new LiveFiles();
    private final HandedTurns turns = new HandedTurns();
    private final RouteSources sources = new RouteSources(bench.live, turns);
    private final Map<String, SourceFile> files = new TreeMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch isBusy = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    PipeGuardTest() throws Exception {
        bench.camel.getRegistry().bind("count", (Processor) exchange -> begun.incrementAndGet());
        with("count-action.kamelet.yaml", KAMELET.formatted("count"));
        turns.want(List.of("x", "y"));
    }

    @AfterEach
    void close() {
        end.countDown();
        threads.shutdownNow();
        bench.close();
    }

    /** A file that takes long to load, or a route that takes long to stop, holds what changes files. */
    @Test
    void whatIsLostBeginsNothingAnyMoreWhateverChangeIsUnderWay() throws Exception {
        var held = new CountDownLatch(1);
        with("x.pipe.yaml", PIPE.formatted("x", TIMER.formatted("x"), "count"));
        put().get();
        await().atMost(PATIENCE).until(() -> begun.get() > 3);
        var former = bench.camel.getRoute("x");
        var change = threads.submit(() -> {
            synchronized (bench.live) {
                held.countDown();
                return end.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        });
        held.await();
        // When
        turns.elsewhere.add("x");
        var last = new AtomicInteger();
        await().atMost(PATIENCE).pollInterval(PERIODS).until(() -> {
            assertThat(sources.holdLost(threads)).isTrue();
            return last.getAndSet(begun.get()) == begun.get();
        });
        // Then it begins anew when it has its turn again, even though nothing else has changed
        turns.elsewhere.clear();
        end.countDown();
        assertThat(change.get()).isTrue();
        assertThat(sources.holdLost(threads)).isTrue();
        sources.apply();
        assertThat(sources.holdLost(threads)).isFalse();
        assertThat(bench.camel.getRoute("x")).isNotSameAs(former);
        var before = begun.get();
        await().atMost(PATIENCE).until(() -> begun.get() > before);
    }

    /** One of the Pipes of a file has begun, and another one still waits for a server. */
    @Test
    void whatStartsBeginsNothingAnyMore() throws Exception {
        bench.camel.getRegistry().bind("slow", new AsyncProcessorSupport() {
            @Override
            protected void doStart() {
                holdUp();
            }

            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                callback.done(true);
                return true;
            }
        });
        with("slow-action.kamelet.yaml", KAMELET.formatted("slow"));
        with("two.pipe.yaml", two(TIMER.formatted("x")));
        var change = put();
        isBusy.await();
        await().atMost(PATIENCE).until(() -> begun.get() > 3);

        loseAndSeeThatNothingBegins(change);
    }

    /** What one of the Pipes of a file has begun is waited for before the other one stops, which cannot pause. */
    @Test
    void whatStopsBeginsNothingAnyMore() throws Exception {
        bench.camel.getRegistry().bind("slow", (Processor) exchange -> holdUp());
        bench.camel.addComponent("scheduler", new EndlessComponent());
        with("slow-action.kamelet.yaml", KAMELET.formatted("slow"));
        with("two.pipe.yaml", two("scheduler:x"));
        put().get();
        isBusy.await();
        await().atMost(PATIENCE).until(() -> begun.get() > 3);
        with("two.pipe.yaml", two("scheduler:x") + "# changed\n");
        var change = put();
        await().atMost(PATIENCE).until(() -> bench.live.running("two.pipe.yaml").isEmpty());

        loseAndSeeThatNothingBegins(change);
    }

    @Test
    void whatIsDecidedOfAFormerTermTouchesNothingOfTheNextOne() throws Exception {
        with("x.pipe.yaml", PIPE.formatted("x", TIMER.formatted("x"), "count"));
        put().get();
        var former = bench.camel.getRoute("x");
        var late = new ArrayList<Runnable>();
        turns.elsewhere.add("x");
        assertThat(sources.holdLost(late::add)).isTrue();
        turns.elsewhere.clear();
        sources.apply();
        var next = bench.camel.getRoute("x");
        assertThat(next).isNotNull().isNotSameAs(former);

        late.forEach(Runnable::run);

        assertThat(late).isNotEmpty();
        assertThat(next.getConsumer())
                .isInstanceOfSatisfying(
                        StatefulService.class,
                        consumer -> assertThat(consumer.getStatus()).isEqualTo(ServiceStatus.Started));
    }

    private void loseAndSeeThatNothingBegins(Future<?> change) throws Exception {
        turns.elsewhere.addAll(List.of("x", "y"));
        var last = new AtomicInteger();
        await().atMost(PATIENCE).pollInterval(PERIODS).until(() -> {
            assertThat(sources.holdLost(threads)).isTrue();
            return last.getAndSet(begun.get()) == begun.get();
        });
        assertThat(change.isDone()).isFalse();
        end.countDown();
        change.get();
        assertThat(bench.camel.getRoute("x")).isNull();
        assertThat(bench.camel.getRoute("y")).isNull();
    }

    private void holdUp() {
        isBusy.countDown();
        try {
            assertThat(end.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Future<?> put() {
        var present = List.copyOf(files.values());
        return threads.submit(() -> sources.put("folder", present));
    }

    private void with(String name, String text) {
        files.put(name, new SourceFile(name, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String two(String source) {
        return PIPE.formatted("x", source, "count") + "---\n" + PIPE.formatted("y", TIMER.formatted("y"), "slow");
    }
}
