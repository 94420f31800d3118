package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.benchmark.load.Latencies;
import io.sightline.benchmark.server.SightlineServer;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How long it takes from a file of routes that is written to the first answer by its new route. */
@Tag("benchmark")
@Tag("reload")
@ExtendWith(TestStack.class)
class ReloadBenchmarkIT {
    private static final int CHANGES = Rounds.count(100);
    private static final int WARM_UP = 10;
    private static final int OTHERS = 200;
    /** Of the folder's looks, as it is by default. */
    private static final int PERIOD_MILLIS = 500;

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Random random = new Random(8);
    private int number;

    @Test
    void filesLeadToAnswers(DevStack stack, @TempDir Path folder) throws Exception {
        var report = new Report("reload", "mvn verify -Pbenchmark -Dbenchmark=reload -Dbenchmark.rounds=" + CHANGES);
        var settings = stack.isolate("reload");
        settings.put("sightline.stages", "api,pipes");
        settings.put("sightline.routes.directory", folder.toString());
        try (var server = SightlineServer.start(settings)) {
            measure(report, "YAML", server.address(), folder.resolve("answer.camel.yaml"), ReloadBenchmarkIT::yaml);
            measure(report, "Java", server.address(), folder.resolve("Answer.java"), ReloadBenchmarkIT::java);
            for (int other = 0; other < OTHERS; other++) {
                Files.writeString(
                        folder.resolve("other-" + other + ".camel.yaml"),
                        "- route: {id: other-%1$d, from: {uri: 'timer:other-%1$d?period=60000', steps: [{log: x}]}}"
                                .formatted(other));
            }
            measure(
                    report,
                    "YAML, one of " + (OTHERS + 2) + " files",
                    server.address(),
                    folder.resolve("answer.camel.yaml"),
                    ReloadBenchmarkIT::yaml);
            report.publish();
            assertThat(report.isEmpty()).isFalse();
        }
    }

    private void measure(Report report, String what, URI server, Path file, Source source) throws Exception {
        for (int change = 0; change < WARM_UP; change++) {
            nanos(server, file, source);
        }
        var took = new ArrayList<Long>();
        for (int change = 0; change < CHANGES; change++) {
            took.add(nanos(server, file, source));
        }
        var latencies = new Latencies(took);
        var row = new LinkedHashMap<String, Object>();
        row.put("file", what);
        row.put("changes", latencies.count());
        row.put("median s", seconds(latencies, 0.5));
        row.put("p99 s", seconds(latencies, 0.99));
        row.put("most s", seconds(latencies, 1));
        report.row(row);
        report.target(Target.atMost("p99 s, " + what, seconds(latencies, 0.99), 2));
    }

    /** The file is written at any time between two looks. */
    private long nanos(URI server, Path file, Source source) throws Exception {
        var answer = "answer-" + ++number;
        TimeUnit.MILLISECONDS.sleep(random.nextInt(PERIOD_MILLIS));
        var begin = System.nanoTime();
        Files.writeString(file, source.text(answer));
        var path = server.resolve(file.toString().endsWith(".java") ? "/from-java" : "/from-yaml");
        while (!ask(path).equals(answer)) {
            if (System.nanoTime() - begin > LIMIT.toNanos()) {
                throw new IllegalStateException(file + " is not live after " + LIMIT);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return System.nanoTime() - begin;
    }

    private String ask(URI path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(path).timeout(LIMIT).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private static double seconds(Latencies latencies, double share) {
        return latencies.percentile(share).toNanos() / 1e9;
    }

    private static String yaml(String answer) {
        return "- route: {id: from-yaml, note: 'sightline.public: true', from: {uri: 'platform-http:/from-yaml', steps:"
                + " [{setBody: {constant: '" + answer + "'}}]}}\n";
    }

    private static String java(String answer) {
        return """
                import org.apache.camel.builder.RouteBuilder;

                public class Answer extends RouteBuilder {
                    @Override
                    public void configure() {
                        from("platform-http:/from-java").routeId("from-java").routeProperty("sightline.public", "true")
                                .setBody(constant("%s"));
                    }
                }
                """.formatted(answer);
    }

    /** Of a file. */
    private interface Source {
        String text(String answer);
    }
}
