package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.benchmark.load.ClosedLoop;
import io.sightline.benchmark.load.Load;
import io.sightline.benchmark.load.Window;
import io.sightline.benchmark.server.MeasuredServer;
import io.sightline.benchmark.server.SightlineServer;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.http.RawRequest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is asked of the API while there are ten million detections, one question after the other; judges no figure. */
@Tag("benchmark")
@Tag("queries")
@ExtendWith(TestStack.class)
class QueriesBenchmarkIT {
    private static final int DETECTIONS = Integer.getInteger("benchmark.detections", 10_000_000);
    private static final int SECONDS = Rounds.seconds(5);
    private static final String MONTH = "since=2026-03-01T00:00:00Z&until=2026-04-01T00:00:00Z";

    @Test
    void everyQuestionIsAnswered(DevStack stack) throws Exception {
        // Given
        var settings = stack.isolate("queries");
        settings.put("sightline.stages", "api");
        new ManyDetections(settings).fill(DETECTIONS);
        var report = new Report(
                "queries",
                "mvn verify -Pbenchmark -Dbenchmark=queries -Dbenchmark.detections=%d -Dbenchmark.seconds=%d"
                        .formatted(DETECTIONS, SECONDS));
        try (var sightline = SightlineServer.start(settings)) {
            var everything = stack.token("sightline-dev");
            ask("/v1/detections", everything, Rounds.warmUp(), sightline);
            // When
            for (var page : pages().entrySet()) {
                measure(page.getKey(), page.getValue(), everything, 10, sightline, report);
            }
            measure("restricted token", "/v1/detections", stack.token("sightline-viewer"), 10, sightline, report);
            measure("audit", "/v1/audit", everything, 200, sightline, report);
            report.publish();
            export(stack, everything, sightline);
            new QuestionPlans(settings).publish(pages());
            // Then
            assertThat(sightline.isAlive()).isTrue();
        }
    }

    /** What is asked for, by name; with times where there is no index, because nobody looks at a year then. */
    private static Map<String, String> pages() {
        var pages = new LinkedHashMap<String, String>();
        pages.put("newest", "/v1/detections");
        pages.put("source", "/v1/detections?source=camera-7");
        pages.put("frequent label", "/v1/detections?label=label-0");
        pages.put("rare label", "/v1/detections?label=label-9");
        pages.put("score", "/v1/detections?minScore=0.95&" + MONTH);
        pages.put("month", "/v1/detections?" + MONTH);
        pages.put("source and rare label", "/v1/detections?source=camera-7&label=label-9&" + MONTH);
        pages.put("source and score", "/v1/detections?source=camera-7&minScore=0.95&" + MONTH);
        pages.put("source and month", "/v1/detections?source=camera-7&" + MONTH);
        pages.put("region and month", "/v1/detections?region=0,0,0.5,0.5&" + MONTH);
        pages.put("model version and month", "/v1/detections?model=m&version=1&" + MONTH);
        pages.put("rare label and month", "/v1/detections?label=label-9&" + MONTH);
        return pages;
    }

    /** One client, a page of a hundred rows each time. */
    private static void measure(
            String name, String target, String token, double mostMillis, MeasuredServer sightline, Report report)
            throws InterruptedException, ExecutionException {
        var load = ask(target, token, Rounds.window(SECONDS), sightline);
        var p95 = load.served().count() == 0
                ? Double.NaN
                : Outcome.millis(load.served().percentile(0.95));
        var row = new LinkedHashMap<String, Object>();
        row.put("question", name);
        row.put("asked", target);
        row.put("/s", load.rate());
        row.put("p50 ms", Outcome.millis(load.served().percentile(0.5)));
        row.put("p95 ms", p95);
        row.put("not answered", load.others().toString());
        report.row(row);
        report.target(Target.atMost("p95, ms: " + name, p95, mostMillis));
    }

    /** A month and all there is, as CSV: memory that grows with the rows would be seen between the two. */
    private static void export(DevStack stack, String token, MeasuredServer sightline)
            throws IOException, InterruptedException {
        var report =
                new Report("export", "mvn verify -Pbenchmark -Dbenchmark=queries -Dbenchmark.detections=" + DETECTIONS);
        var client = HttpClient.newHttpClient();
        for (var target : List.of("/v1/detections?" + MONTH, "/v1/detections?since=2025-01-01T00:00:00Z")) {
            var request = HttpRequest.newBuilder(sightline.address().resolve(target))
                    .header("Authorization", "Bearer " + token)
                    .header("Accept", "text/csv")
                    .build();
            var start = System.nanoTime();
            // The first line names the columns.
            long rows = -1;
            long characters = 0;
            try (var lines = client.send(request, BodyHandlers.ofLines()).body()) {
                for (var line : (Iterable<String>) lines::iterator) {
                    rows++;
                    characters += line.length() + 1;
                }
            }
            var seconds = (System.nanoTime() - start) / 1e9;
            var row = new LinkedHashMap<String, Object>();
            row.put("asked", target);
            row.put("rows", rows);
            row.put("MB", characters / 1_000_000);
            row.put("rows /s", rows / seconds);
            row.put("RSS MB", sightline.processes().rss() / 1_000_000);
            report.row(row);
            report.target(Target.atLeast("rows /s: " + target, rows / seconds, 100_000));
        }
        report.publish();
    }

    private static Load ask(String target, String token, Window window, MeasuredServer sightline)
            throws InterruptedException, ExecutionException {
        var request = RawRequest.of("GET", target).token(token).bytes();
        return new ClosedLoop(sightline.address(), sightline.processes(), window).run(1, List.of(request));
    }
}
