package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.benchmark.server.SightlineServer;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How long it takes from a file of routes that is written to the first answer by its new route. */
@Tag("benchmark")
@Tag("reload")
@ExtendWith(TestStack.class)
class ReloadBenchmarkIT {
    private static final int OTHERS = 200;

    @Test
    void filesLeadToAnswers(DevStack stack, @TempDir Path folder) throws Exception {
        var report = new Report(
                "reload", "mvn verify -Pbenchmark -Dbenchmark=reload -Dbenchmark.rounds=" + LiveChanges.COUNT);
        var settings = stack.isolate("reload");
        settings.put("sightline.stages", "api,pipes");
        settings.put("sightline.routes.directory", folder.toString());
        var yaml = folder.resolve("answer.camel.yaml");
        try (var server = SightlineServer.start(settings)) {
            var changes = new LiveChanges(report);
            var address = server.address().resolve("/from-yaml");
            changes.measure("YAML", address, answer -> Files.writeString(yaml, yaml(answer)));
            changes.measure(
                    "Java",
                    server.address().resolve("/from-java"),
                    answer -> Files.writeString(folder.resolve("Answer.java"), java(answer)));
            for (int other = 0; other < OTHERS; other++) {
                Files.writeString(
                        folder.resolve("other-" + other + ".camel.yaml"),
                        "- route: {id: other-%1$d, from: {uri: 'timer:other-%1$d?period=60000', steps: [{log: x}]}}"
                                .formatted(other));
            }
            changes.measure(
                    "YAML, one of " + (OTHERS + 2) + " files",
                    address,
                    answer -> Files.writeString(yaml, yaml(answer)));
            report.publish();
            assertThat(report.isEmpty()).isFalse();
        }
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
}
