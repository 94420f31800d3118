package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.benchmark.load.LiveHeap;
import io.sightline.benchmark.server.MeasuredServer;
import io.sightline.benchmark.server.SightlineServer;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.http.KeepAliveConnection;
import io.sightline.http.RawRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two versions take turns; the heap is filled from the start, so that what the process grows by is native. */
@Tag("benchmark")
@Tag("promotion")
@ExtendWith(TestStack.class)
class PromotionMemoryIT {
    private static final int SWAPS = Integer.getInteger("benchmark.swaps", 50);
    private static final int PART = 10;
    private static final double MOST_GROWTH_MB = 32;

    @Test
    void manySwapsLeaveNothingBehind(DevStack stack, @TempDir Path folder) throws Exception {
        // Given
        var report = new Report(
                "promotion-memory", "mvn verify -Pbenchmark -Dbenchmark=promotion -Dbenchmark.swaps=" + SWAPS);
        var versions = new LabelledVersions(folder);
        versions.dropIn(1);
        versions.dropIn(2);
        var settings = PromotionSettings.of(stack, "promotion-memory");
        settings.put("sightline.models." + PromotionSettings.MODEL + ".path", folder.toString());
        settings.put("sightline.promotion.watch-window", "0s");
        var picture = TestPictures.of("640x480", 1).get(0);
        try (var server = SightlineServer.startFilled(settings);
                var answers = new AnsweringVersion(server.address(), picture, stack.token("sightline-dev"))) {
            // When
            for (int swap = 1; swap <= SWAPS + PART; swap++) {
                var version = swap % 2 == 1 ? "1" : "2";
                pin(settings, version);
                answers.await(version);
                if (swap % PART == 0) {
                    report.row(row(swap, server));
                }
            }
            // Then
            var growth = report.growth("RSS MB", 0);
            report.target(
                    Target.atMost("growth of RSS after the first " + PART + " swaps, MB", growth, MOST_GROWTH_MB));
            report.target(Target.atMost("growth of the live heap, MB", report.growth("live heap MB", 0), 8));
            report.target(
                    Target.atMost("versions in memory at the end", gauge(server, "sightline_engine_versions"), 1));
            report.publish();
            assertThat(gauge(server, "sightline_engine_versions")).isOne();
        }
    }

    private static Map<String, Object> row(int swaps, MeasuredServer server) throws IOException, InterruptedException {
        var row = new LinkedHashMap<String, Object>();
        row.put("swaps", swaps);
        row.put("live heap MB", LiveHeap.bytes(server.processes().root()) / 1e6);
        row.put("RSS MB", server.processes().rss() / 1e6);
        row.put("engine bytes", gauge(server, "sightline_engine_native_bytes"));
        row.put("versions in memory", gauge(server, "sightline_engine_versions"));
        row.put("threads", gauge(server, "jvm_threads_live_threads"));
        return row;
    }

    private static double gauge(MeasuredServer server, String name) throws IOException {
        try (var connection = new KeepAliveConnection(server.management(), Duration.ofSeconds(30))) {
            return connection
                    .send(RawRequest.of("GET", "/actuator/prometheus").bytes())
                    .text()
                    .lines()
                    .filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    private static void pin(Map<String, String> settings, String version) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        String.valueOf(settings.get("spring.datasource.url")),
                        settings.get("spring.datasource.username"),
                        settings.get("spring.datasource.password"));
                var command = connection.prepareStatement(
                        "insert into model_command (id, name, command, version, requested_by)"
                                + " values (gen_random_uuid(), ?, 'pin', ?, 'benchmark')")) {
            command.setString(1, PromotionSettings.MODEL);
            command.setString(2, version);
            command.executeUpdate();
        }
    }
}
