package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.ApplicationContextInitializer;

/** What ends start-up before anything is built, and what is said then. */
class StartupFailuresTest {
    @Test
    void mistypedPropertyIsNamedWithTheNearest() {
        var analysis = analyse(() -> start(new CheckProperties(), Map.of("sightline.topics.frame", "x")));

        assertThat(analysis.getDescription())
                .startsWith("unknown property 'sightline.topics.frame' (from ")
                .doesNotContain("\tat ");
        assertThat(analysis.getAction()).startsWith("Did you mean 'sightline.topics.frames'?");
    }

    @Test
    void propertyLikeNoOtherSendsToTheReadme() {
        var analysis = analyse(() -> start(new CheckProperties(), Map.of("sightline.zzzzzzzzzzzzzzzzzz", "x")));

        assertThat(analysis.getAction()).contains("README lists them all");
    }

    @Test
    void knownPropertiesPass() {
        start(new CheckProperties(), Map.of("sightline.topics.frames", "x", "other.name", "y"));
    }

    @Test
    void serverThatStaysAwayIsNamedWithAddressAndSetting() throws IOException {
        var port = freePort();

        var analysis = analyse(() -> start(
                new AwaitServers(),
                Map.of(
                        "sightline.startup.timeout",
                        "1s",
                        "camel.component.minio.endpoint",
                        "http://localhost:" + port)));

        assertThat(analysis.getDescription())
                .isEqualTo("S3 object storage at localhost:" + port + " did not accept a connection within 1 s");
        assertThat(analysis.getAction())
                .contains("camel.component.minio.endpoint")
                .contains("sightline.startup.timeout");
    }

    @Test
    void serverThatAcceptsIsNotWaitedFor() throws IOException {
        try (var server = new ServerSocket(0)) {
            start(
                    new AwaitServers(),
                    Map.of(
                            "sightline.startup.timeout",
                            "1s",
                            "camel.component.kafka.brokers",
                            "localhost:" + server.getLocalPort()));
        }
    }

    @Test
    void oneOfAListOfServersIsEnough() throws IOException {
        try (var server = new ServerSocket(0)) {
            start(
                    new AwaitServers(),
                    Map.of(
                            "sightline.startup.timeout",
                            "1s",
                            "camel.component.kafka.brokers",
                            "localhost:" + freePort() + ",localhost:" + server.getLocalPort()));
        }
    }

    @Test
    void listOfServersThatAllStayAwayIsNamedWhole() throws IOException {
        var one = "localhost:" + freePort();
        var other = "localhost:" + freePort();

        var analysis = analyse(() -> start(
                new AwaitServers(),
                Map.of("sightline.startup.timeout", "1s", "camel.component.kafka.brokers", one + "," + other)));

        assertThat(analysis.getDescription())
                .isEqualTo("Kafka at " + one + ", " + other + " did not accept a connection within 1 s");
    }

    @Test
    void passwordOfAnAddressIsShownByNoMessage() {
        var analysis = analyse(() -> {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER, "there is no model at https://me:s3cret@models/mine");
        });

        assertThat(analysis.getDescription()).isEqualTo("there is no model at https://***@models/mine");
    }

    @Test
    void otherFailuresAreLeftToOthers() {
        assertThat(new StartupFailures().analyze(new IllegalStateException("other")))
                .isNull();
    }

    @Test
    void bothChecksAreRegistered() {
        assertThatThrownBy(() -> new SpringApplication(SightlineApplication.class)
                        .run("--sightline.topics.frame=x", "--spring.main.web-application-type=none"))
                .isInstanceOf(StartupException.class);
    }

    /** With servers that stay away, for as long as they are waited for. */
    @Test
    void valueThatCannotBeUsedIsToldBeforeServersAreAskedFor() {
        assertThatThrownBy(() -> new SpringApplication(SightlineApplication.class)
                        .run(
                                "--sightline.http.client-rate=abc",
                                "--camel.component.kafka.brokers=localhost:1",
                                "--sightline.startup.timeout=1s",
                                "--spring.main.web-application-type=none"))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith("sightline.http.client-rate=abc is no whole number");
    }

    private static FailureAnalysis analyse(Runnable start) {
        try {
            start.run();
        } catch (RuntimeException failure) {
            var analysis = new StartupFailures().analyze(failure);
            assertThat(analysis).isNotNull();
            return analysis;
        }
        throw new AssertionError("start-up did not fail");
    }

    private static void start(ApplicationContextInitializer<?> check, Map<String, String> properties) {
        var application = new SpringApplication(Nothing.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setInitializers(List.of(check));
        application.setLogStartupInfo(false);
        application.setBannerMode(Banner.Mode.OFF);
        var arguments = Stream.concat(
                // Without the runtime's own defaults
                Stream.of("--spring.config.name=none"),
                properties.entrySet().stream().map(property -> "--" + property.getKey() + "=" + property.getValue()));
        application.run(arguments.toArray(String[]::new)).close();
    }

    /** An application without beans. */
    static final class Nothing {}

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
