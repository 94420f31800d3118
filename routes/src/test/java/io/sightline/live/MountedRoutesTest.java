package io.sightline.live;

import static io.sightline.live.LiveFiles.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.integration.FileState.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import org.apache.camel.spi.RouteError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes and Pipes with values that Kubernetes has mounted. */
class MountedRoutesTest {
    private static final String TIMED =
            "- route: {id: timed, from: {uri: 'timer:x?delay=1h&period=%s', steps: [{log: ticks}]}}";
    private static final String PIPE = """
            apiVersion: camel.apache.org/v1
            kind: Pipe
            metadata: {name: ticks}
            spec: {source: {uri: timer:ticks, properties: {delay: 1h, period: '%s'}}, sink: {uri: log:ticks}}
            """;

    private final LiveFiles files;
    private final Path folder;

    MountedRoutesTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        Files.createDirectories(folder.resolve("app"));
        files = new LiveFiles();
        for (var function : MountedValues.FUNCTIONS) {
            files.camel.getPropertiesComponent().addPropertiesFunction(new MountedValues(function, folder));
        }
    }

    @AfterEach
    void close() {
        files.close();
    }

    @Test
    void aValueIsOfTheTypeThatIsAskedFor() throws IOException {
        Files.writeString(folder.resolve("app/period"), "700\n");

        files.put("timed.camel.yaml", TIMED.formatted("{{configmap:app/period}}"));
        files.put("ticks.pipe.yaml", PIPE.formatted("{{secret:app/period}}"));

        assertThat(files.condition("timed.camel.yaml")).isEqualTo(Condition.LIVE);
        assertThat(files.condition("ticks.pipe.yaml")).isEqualTo(Condition.LIVE);
        assertThat(files.camel.getRoute("timed").getEndpoint().getEndpointUri()).contains("period=700");
    }

    @Test
    void oneThatIsMissingIsFoundBeforeAnythingIsStopped() {
        files.put("a.camel.yaml", route("a", "one"));
        var route = files.camel.getRoute("a");

        files.put("a.camel.yaml", route("a", "two").replace("steps: [", "steps: [{to: 'log:{{secret:app/name}}'}, "));

        assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.FAILED);
        assertThat(files.state("a.camel.yaml").message())
                .contains("{{secret:app/name}} has no value", "app/name; mount it there");
        assertThat(files.camel.getRoute("a")).isSameAs(route);
        assertThat(files.ask("a")).isEqualTo("one");
    }

    @Test
    void theValueOfASecretIsInNoMessage() throws IOException {
        Files.writeString(folder.resolve("app/password"), "sesame, open!\n");

        files.put("timed.camel.yaml", TIMED.formatted("{{secret:app/password}}"));
        files.put("ticks.pipe.yaml", PIPE.formatted("{{secret:app/password}}"));

        for (var file : new String[] {"timed.camel.yaml", "ticks.pipe.yaml"}) {
            assertThat(files.condition(file)).isEqualTo(Condition.FAILED);
            assertThat(files.state(file).message()).contains("***").doesNotContain("sesa");
        }
    }

    @Test
    void theValueOfASecretIsInNoErrorOfARoute() throws Exception {
        Files.writeString(folder.resolve("app/password"), "sesame, open!\n");
        files.put("a.camel.yaml", route("a", "{{secret:app/password}}"));
        var password = files.ask("a");
        assertThat(password).isEqualTo("sesame, open!");
        files.camel.getRoute("a").setLastError(new StartError(password));

        var report = new RouteReport.Source(files.camel, new SimpleMeterRegistry(), files.clock).report("a", null);

        assertThat(report.orElseThrow().lastError()).isEqualTo("not with '***'");
    }

    /** What a route tells of its last start. */
    private record StartError(String password) implements RouteError {
        @Override
        public Phase getPhase() {
            return Phase.START;
        }

        @Override
        public Throwable getException() {
            return new IllegalStateException("not with '" + password + "'");
        }

        @Override
        public boolean isUnhealthy() {
            return true;
        }

        @Override
        public Date getDate() {
            return new Date(0);
        }
    }
}
