package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.benchmark.load.ClosedLoop;
import io.sightline.benchmark.load.Load;
import io.sightline.benchmark.load.OpenLoop;
import io.sightline.benchmark.load.Window;
import io.sightline.benchmark.server.MeasuredServer;
import io.sightline.benchmark.server.SightlineServer;
import io.sightline.demo.DemoFrame;
import io.sightline.demo.DemoTarget;
import io.sightline.demo.ParcelFrames;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.http.RawRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * A version goes live in one process with all stages under 70 % of what that can do, half over REST, half over Kafka.
 */
@Tag("benchmark")
@Tag("promotion")
@ExtendWith(TestStack.class)
class PromotionLoadIT {
    private static final int ROUNDS = Rounds.count(3);
    private static final int SECONDS = Rounds.seconds(30);
    private static final Window WINDOW = Rounds.window(SECONDS);
    private static final int CLIENTS = 4;
    private static final double SHARE = 0.7;
    private static final int PICTURES = 200;

    private final List<DemoFrame> frames = frames();
    private int version = 1;

    @Test
    void aSwapUnderLoadFailsNothing(DevStack stack, @TempDir Path folder) throws Exception {
        // Given
        var report = new Report("promotion-load", Rounds.command("promotion", ROUNDS, SECONDS));
        var versions = new LabelledVersions(folder);
        versions.dropIn(version);
        var settings = PromotionSettings.of(stack, "promotion-load");
        settings.put("sightline.models." + PromotionSettings.MODEL + ".path", folder.toString());
        settings.put("sightline.promotion.period", "1s");
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("stack", new LinkedHashMap<>(settings)));
        var rows = new FrameRows(DemoTarget.of(environment));
        var target = DemoTarget.of(environment);
        try (var server = SightlineServer.start(settings)) {
            new ClosedLoop(server.address(), server.processes(), Rounds.warmUp()).run(CLIENTS, requests(stack));
            var capacity = new ClosedLoop(server.address(), server.processes(), WINDOW)
                    .run(CLIENTS, requests(stack))
                    .rate();
            var perSecond = capacity * SHARE / 2;
            // When
            window(perSecond, server, target, rows, stack, () -> {});
            var steady = new ArrayList<Measured>();
            var swaps = new ArrayList<Measured>();
            for (int round = 0; round < ROUNDS; round++) {
                steady.add(window(perSecond, server, target, rows, stack, () -> {}));
                swaps.add(window(perSecond, server, target, rows, stack, () -> versions.dropIn(++version)));
            }
            // Then
            report.row(row("steady", capacity, steady));
            report.row(row("around a swap", capacity, swaps));
            report.target(Target.atMost(
                    "p99 of requests around a swap, by that without",
                    median(swaps, each -> each.rest(0.99)) / median(steady, each -> each.rest(0.99)),
                    2));
            report.target(Target.atMost("requests refused around a swap", refused(swaps), refused(steady)));
            report.target(Target.atMost("requests and frames that failed", failed(swaps) + failed(steady), 0));
            report.publish();
            assertThat(failed(swaps) + failed(steady)).isZero();
            assertThat(swaps).allMatch(each -> each.waits().versions() == 2);
        }
    }

    /** What happens in the midst of a window. */
    private interface Act {
        void run() throws Exception;
    }

    private record Measured(Load load, FrameRows.Waits waits, long deadLetters) {
        double rest(double share) {
            return Outcome.millis(load.served().percentile(share));
        }

        long failed() {
            return deadLetters
                    + load.others().values().stream().mapToLong(Long::longValue).sum();
        }
    }

    private Measured window(
            double perSecond, MeasuredServer server, DemoTarget target, FrameRows rows, DevStack stack, Act act)
            throws Exception {
        var before = rows.deadLetters();
        Load load;
        Instant start;
        try (var stream = new FrameStream(target, frames, perSecond)) {
            start = Instant.now().plus(WINDOW.leadIn());
            var acting =
                    CompletableFuture.runAsync(() -> actAfter(WINDOW.leadIn().plusSeconds(SECONDS / 6), act));
            load = new OpenLoop(server.address(), server.processes(), WINDOW).run(perSecond, requests(stack));
            acting.get();
            assertThat(stream).isNotNull();
        }
        rows.awaitAll();
        return new Measured(load, rows.between(start, start.plus(WINDOW.length())), rows.deadLetters() - before);
    }

    private static void actAfter(Duration wait, Act act) {
        try {
            TimeUnit.NANOSECONDS.sleep(wait.toNanos());
            act.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static LinkedHashMap<String, Object> row(String name, double capacity, List<Measured> windows) {
        var row = new LinkedHashMap<String, Object>();
        row.put("window", name);
        row.put("capacity /s", capacity);
        row.put("requests /s", median(windows, each -> each.load().rate()));
        row.put("request p50 ms", median(windows, each -> each.rest(0.5)));
        row.put("request p99 ms", median(windows, each -> each.rest(0.99)));
        row.put(
                "slowest p99 ms",
                windows.stream().mapToDouble(each -> each.rest(0.99)).max().orElseThrow());
        row.put("frames /s", median(windows, each -> each.waits().frames() / (double) SECONDS));
        row.put("frame p50 ms", median(windows, each -> each.waits().p50()));
        row.put("frame p99 ms", median(windows, each -> each.waits().p99()));
        row.put("refused", refused(windows));
        row.put("failed", failed(windows));
        return row;
    }

    private static double median(List<Measured> windows, ToDoubleFunction<Measured> figure) {
        return Figure.median(windows.stream().map(figure::applyAsDouble).toList());
    }

    /** By 503 with Retry-After: more came than could be served, which a machine that others use does by itself. */
    private static double refused(List<Measured> windows) {
        return windows.stream().mapToLong(each -> each.load().refused().count()).sum();
    }

    private static double failed(List<Measured> windows) {
        return windows.stream().mapToLong(Measured::failed).sum();
    }

    private List<byte[]> requests(DevStack stack) {
        var token = stack.token("sightline-dev");
        return frames.stream()
                .map(frame -> RawRequest.of("POST", "/v1/inference")
                        .token(token)
                        .header("Content-Type", "image/jpeg")
                        .body(frame.bytes())
                        .bytes())
                .toList();
    }

    private static List<DemoFrame> frames() {
        var drawn = new ParcelFrames(PICTURES, List.of("camera-1", "camera-2", "camera-3", "camera-4"), 21);
        return IntStream.range(0, PICTURES).mapToObj(drawn::frame).toList();
    }
}
