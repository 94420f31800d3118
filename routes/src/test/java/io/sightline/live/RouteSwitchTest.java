package io.sightline.live;

import static io.sightline.live.LiveFiles.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteSwitchTest {
    private final LiveFiles files;
    private final RouteSwitch routes;

    RouteSwitchTest() throws Exception {
        files = new LiveFiles();
        files.put("a.camel.yaml", route("a", "one"));
        routes = new RouteSwitch(files.camel, Optional.of(files.live), Set.of("built-in"), Duration.ofSeconds(20));
    }

    @AfterEach
    void close() {
        files.close();
    }

    @Test
    void stopsARouteAndStartsItAgain() {
        assertThat(routes.stop("a")).isTrue();
        assertThat(status("a")).isEqualTo(ServiceStatus.Stopped);
        assertThat(routes.stop("a")).isFalse();

        assertThat(routes.start("a")).isTrue();
        assertThat(routes.start("a")).isFalse();
        assertThat(files.ask("a")).isEqualTo("one");
    }

    /** Otherwise the process would get no requests any more, not even the one to start the route again. */
    @Test
    void leavesAStoppedRouteOutOfHealth() {
        routes.stop("a");
        assertThat(HealthCheckHelper.invoke(files.camel))
                .extracting(HealthCheck.Result::getState)
                .isNotEmpty()
                .doesNotContain(HealthCheck.State.DOWN);

        routes.start("a");
        assertThat(files.camel.getRoute("a").isAutoStartup()).isTrue();
    }

    @Test
    void breaksOffNoCall() {
        try (var callers = Callers.of(files, 4, List.of("a"))) {
            for (int turn = 0; turn < 3; turn++) {
                routes.stop("a");
                routes.start("a");
                callers.awaitMore();
            }
        }
    }

    /** The Kamelet is a route of its own: alone it would go on reading what then nobody takes. */
    @ParameterizedTest
    @ValueSource(strings = {"r.camel.yaml", "r.pipe.yaml"})
    void stopsTheKameletThatARouteBeginsWithAndLosesNothing(String file) throws Exception {
        var route = "- route: {id: r, from: {uri: 'kamelet:queue-source/r-source', steps: [{to: 'seda:out'}]}}";
        files.with("queue-source.kamelet.yaml", LiveFiles.queueSource());
        files.put(file, file.endsWith("pipe.yaml") ? LiveFiles.pipe("r", "queue-source", "", "seda:out") : route);
        send(0, 200);

        assertThat(routes.stop("r")).isTrue();

        assertThat(status("r")).isEqualTo(ServiceStatus.Stopped);
        assertThat(status("r-source")).isEqualTo(ServiceStatus.Stopped);
        assertThat(routes.stop("r")).isFalse();
        assertThat(HealthCheckHelper.invoke(files.camel))
                .extracting(HealthCheck.Result::getState)
                .doesNotContain(HealthCheck.State.DOWN);
        send(200, 300);
        assertThat(files.camel.getEndpoint("seda:in", SedaEndpoint.class).getCurrentQueueSize())
                .isGreaterThanOrEqualTo(100);

        assertThat(routes.start("r")).isTrue();

        assertThat(status("r-source")).isEqualTo(ServiceStatus.Started);
        assertThat(routes.start("r")).isFalse();
        try (var consumer = files.camel.createConsumerTemplate()) {
            for (int number = 0; number < 300; number++) {
                assertThat(consumer.receiveBody("seda:out", 60_000, Integer.class))
                        .isEqualTo(number);
            }
        }
    }

    private void send(int first, int end) throws IOException {
        try (var producer = files.camel.createProducerTemplate()) {
            for (int number = first; number < end; number++) {
                producer.sendBody("seda:in", number);
            }
        }
    }

    @Test
    void letsAChangeOfItsFileStartIt() {
        routes.stop("a");

        files.put("a.camel.yaml", route("a", "two"));

        assertThat(files.ask("a")).isEqualTo("two");
    }

    @Test
    void leavesAloneWhatGuardsSomething() {
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> routes.stop("built-in"))
                .withMessageContaining("built-in")
                .withMessageContaining("sightline.routes.replace")
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(FailureCode.ROUTE_GUARDED));
        assertThat(status("built-in")).isEqualTo(ServiceStatus.Started);
    }

    @Test
    void knowsNoRouteThatIsNotThere() {
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> routes.start("nobody"))
                .withMessageContaining("nobody")
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(FailureCode.NOT_FOUND));
    }

    @Test
    void saysWhyARouteDoesNotStart() throws Exception {
        routes.stop("a");
        files.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:a").routeId("other").setBody(constant("other"));
            }
        });

        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> routes.start("a"))
                .withMessageStartingWith("The route a does not start: ")
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(FailureCode.UNEXPECTED_FAILURE));
        assertThat(status("a")).isEqualTo(ServiceStatus.Stopped);
    }

    private ServiceStatus status(String id) {
        return files.camel.getRouteController().getRouteStatus(id);
    }
}
