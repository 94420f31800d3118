package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.benchmark.server.SightlineServer;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How long a process takes until it is ready, its servers being up, and how much memory it has then. */
@Tag("benchmark")
@Tag("startup")
@ExtendWith(TestStack.class)
class StartupBenchmarkIT {
    private static final int ROUNDS = Rounds.count(5);
    private static final double MEGABYTE = 1024 * 1024;
    private static final double SECONDS = 5;

    @Test
    void processesGetReady(DevStack stack, @TempDir Path folder) throws Exception {
        var report = new Report("startup", "mvn verify -Pbenchmark -Dbenchmark=startup -Dbenchmark.rounds=" + ROUNDS);
        for (var stages : List.of("sink", "detect", "ingest,detect,sink,promote,api,pipes")) {
            var settings = stack.isolate("startup-" + stages.length());
            settings.put("sightline.stages", stages);
            measure(report, stages, "", settings);
            var rehearsed = Rehearsal.of(folder.resolve(stages.length() + ".classes"));
            start(rehearsed.leaving(), settings);
            var seconds = measure(report, stages, rehearsed.using(), settings);
            report.target(Target.atMost("median s of a rehearsed start, " + stages, seconds, SECONDS));
        }
        report.publish();
        assertThat(report.isEmpty()).isFalse();
    }

    /** @param options of Java, or empty */
    private static double measure(Report report, String stages, String options, Map<String, String> settings)
            throws IOException, InterruptedException {
        List<Start> starts = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            starts.add(start(options, settings));
        }
        var row = new LinkedHashMap<String, Object>();
        row.put("stages", stages);
        row.put("classes", options.isEmpty() ? "of jars" : options.replaceFirst("=.*", ""));
        row.put("median s", median(starts, Start::seconds));
        row.put("CPU s", median(starts, Start::cpu));
        row.put("RSS MB", median(starts, Start::rss));
        report.row(row);
        return median(starts, Start::seconds);
    }

    private static double median(List<Start> starts, Function<Start, Double> figure) {
        return Figure.median(starts.stream().map(figure).toList());
    }

    private static Start start(String options, Map<String, String> settings) throws IOException, InterruptedException {
        var begin = System.nanoTime();
        try (var server = SightlineServer.startWith(options, settings)) {
            var seconds = (System.nanoTime() - begin) / 1e9;
            var processes = server.processes();
            return new Start(seconds, processes.cpu().toMillis() / 1e3, processes.rss() / MEGABYTE);
        }
    }

    private record Start(double seconds, double cpu, double rss) {}

    /**
     * Options of Java.
     *
     * @param leaving of the process that leaves its classes when it ends
     * @param using of those that start with them
     */
    private record Rehearsal(String leaving, String using) {
        static Rehearsal of(Path file) {
            return Runtime.version().feature() >= 25
                    ? new Rehearsal("-XX:AOTCacheOutput=" + file, "-XX:AOTCache=" + file)
                    : new Rehearsal("-XX:ArchiveClassesAtExit=" + file, "-XX:SharedArchiveFile=" + file);
        }
    }
}
