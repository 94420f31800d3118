package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.benchmark.server.MeasuredServer;
import io.sightline.benchmark.server.SightlineServer;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.http.KeepAliveConnection;
import io.sightline.http.RawRequest;
import io.sightline.model.SmallDetector;
import io.sightline.mutation.MutationRun;
import io.sightline.mutation.MutationSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** 100,000 broken requests to a process whose heap is filled from the start: what its memory grows by is native. */
@Tag("benchmark")
@Tag("mutation")
@ExtendWith(TestStack.class)
class MutationBenchmarkIT {
    private static final long SEED = Long.getLong("benchmark.seed", 1);
    private static final int REQUESTS = Integer.getInteger("benchmark.requests", 100_000);
    private static final int PARTS = 10;
    private static final int CLIENTS = 4;
    private static final double MOST_GROWTH_MB = 64;

    @Test
    void noBrokenRequestFailsTheServerOrGrowsItsMemory(DevStack stack, @TempDir Path folder) throws Exception {
        // Given
        var settings = stack.isolate("mutation");
        settings.put("sightline.stages", "api");
        settings.put("sightline.detection.model", "small");
        settings.put("sightline.models.small.path", SmallDetector.in(folder).toString());
        settings.remove("sightline.models.text-detector.path");
        settings.remove("sightline.models.text-detector.from");
        var report = new Report(
                "mutation",
                "mvn verify -Pbenchmark -Dbenchmark=mutation -Dbenchmark.requests=%d -Dbenchmark.seed=%d"
                        .formatted(REQUESTS, SEED));
        try (var server = SightlineServer.startFilled(settings)) {
            var all = new MutationSummary();
            // When
            for (int part = 0; part < PARTS; part++) {
                var run = new MutationRun(server.address(), "small", stack.token("sightline-dev"), SEED);
                var summary = run.send(part * REQUESTS / PARTS, (part + 1) * REQUESTS / PARTS, CLIENTS);
                all.add(summary);
                report.row(row((part + 1) * REQUESTS / PARTS, summary, server));
            }
            // Then
            var growth = report.growth("RSS MB", 1);
            report.target(Target.atMost(
                    "answers that are 5xx other than 503, or none",
                    all.unexpected().size(),
                    0));
            report.target(Target.atMost("growth of RSS after the second tenth, MB", growth, MOST_GROWTH_MB));
            report.target(Target.atMost("growth of the engine's memory, bytes", report.growth("engine bytes", 1), 0));
            report.publish();
            assertThat(all.unexpected()).isEmpty();
            assertThat(server.isAlive()).isTrue();
            assertThat(growth).isLessThan(MOST_GROWTH_MB);
        }
    }

    private static Map<String, Object> row(int sent, MutationSummary summary, MeasuredServer server)
            throws IOException {
        var row = new LinkedHashMap<String, Object>();
        row.put("sent", sent);
        row.put("answers by status (0: connection closed)", summary.statuses().toString());
        row.put("unexpected", summary.unexpected().size());
        row.put("RSS MB", server.processes().rss() / 1e6);
        row.put("engine bytes", engineBytes(server));
        return row;
    }

    private static double engineBytes(MeasuredServer server) throws IOException {
        try (var connection = new KeepAliveConnection(server.management(), Duration.ofSeconds(30))) {
            return connection
                    .send(RawRequest.of("GET", "/actuator/prometheus").bytes())
                    .text()
                    .lines()
                    .filter(line -> line.startsWith("sightline_engine_native_bytes"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }
}
