package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.benchmark.load.ClosedLoop;
import io.sightline.benchmark.load.Load;
import io.sightline.benchmark.load.OpenLoop;
import io.sightline.benchmark.load.Window;
import io.sightline.benchmark.server.MeasuredServer;
import io.sightline.benchmark.server.SightlineServer;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.http.RawRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Four times as many requests as can be served, to a process with all stages; judges no figure. */
@Tag("benchmark")
@Tag("overload")
@ExtendWith(TestStack.class)
class OverloadBenchmarkIT {
    private static final int ROUNDS = Rounds.count(3);
    private static final int SECONDS = Rounds.seconds(15);
    private static final Window WINDOW = Rounds.window(SECONDS);
    private static final int EXCESS = 4;
    private static final int CLIENTS = 4;

    @Test
    void whatIsTooMuchIsRefused(DevStack stack) throws Exception {
        // Given
        var report = new Report("overload", Rounds.command("overload", ROUNDS, SECONDS));
        try (var sightline = SightlineServer.start(stack.isolate("overload"))) {
            new ClosedLoop(sightline.address(), sightline.processes(), Rounds.warmUp())
                    .run(CLIENTS, requests("640x480", stack));
            // When
            for (var size : System.getProperty("benchmark.sizes", "640x480,1920x1080,4000x3000")
                    .split(",")) {
                measure(size, sightline, stack, report);
            }
            // Then
            report.publish();
            assertThat(sightline.isAlive()).isTrue();
        }
    }

    private static void measure(String size, MeasuredServer sightline, DevStack stack, Report report)
            throws InterruptedException, ExecutionException {
        var peaks = new ArrayList<Load>();
        var floods = new ArrayList<Load>();
        for (int round = 0; round < ROUNDS; round++) {
            var requests = requests(size, stack);
            var peak = new ClosedLoop(sightline.address(), sightline.processes(), WINDOW).run(CLIENTS, requests);
            peaks.add(peak);
            floods.add(new OpenLoop(sightline.address(), sightline.processes(), WINDOW)
                    .run(EXCESS * peak.rate(), requests));
        }
        var goodput = new ArrayList<Double>();
        for (int round = 0; round < ROUNDS; round++) {
            goodput.add(floods.get(round).rate() / peaks.get(round).rate());
        }
        var rss = floods.stream().mapToLong(Load::peakRss).max().orElseThrow() / 1e6;
        var row = new LinkedHashMap<String, Object>();
        row.put("picture", size);
        row.put("peak /s", median(peaks, Load::rate));
        row.put("goodput /s at 4 x", median(floods, Load::rate));
        row.put("by peak", Figure.median(goodput));
        row.put("refused /s", median(floods, load -> load.refused().count() / (double) SECONDS));
        row.put("refusal p50 ms", median(floods, load -> refusal(load, 0.5)));
        row.put("refusal p95 ms", median(floods, load -> refusal(load, 0.95)));
        row.put("served p50 ms", median(floods, load -> served(load, 0.5)));
        row.put("served p99 ms", median(floods, load -> served(load, 0.99)));
        row.put("others", floods.stream().map(Load::others).toList().toString());
        row.put("RSS MB", rss);
        row.put("client CPU", median(floods, Load::clientShare));
        report.row(row);
        report.target(
                Target.atLeast("goodput at 4 times the peak, by the peak: " + size, Figure.median(goodput), 0.95));
        report.target(Target.atMost("p95 of refusals, ms: " + size, median(floods, load -> refusal(load, 0.95)), 20));
        report.target(Target.atMost("RSS with all stages, MB: " + size, rss, 800));
    }

    private static double median(List<Load> loads, ToDoubleFunction<Load> figure) {
        return Figure.median(loads.stream().map(figure::applyAsDouble).toList());
    }

    private static double refusal(Load load, double share) {
        return load.refused().count() == 0
                ? Double.NaN
                : Outcome.millis(load.refused().percentile(share));
    }

    private static double served(Load load, double share) {
        return Outcome.millis(load.served().percentile(share));
    }

    private static List<byte[]> requests(String size, DevStack stack) {
        var token = stack.token("sightline-dev");
        return TestPictures.of(size, 4).stream()
                .map(picture -> RawRequest.of("POST", "/v1/inference")
                        .token(token)
                        .header("Content-Type", "image/jpeg")
                        .body(picture)
                        .bytes())
                .toList();
    }
}
