package io.sightline.live;

import static io.sightline.live.LiveFiles.pipe;
import static io.sightline.live.LiveFiles.queueSource;
import static io.sightline.live.LiveFiles.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What routes and Pipes are said to have failed with. */
class LastFailureTest {
    private static final String REFUSING = """
            - route:
                id: refuses
                from:
                  uri: direct:refuses
                  steps:
                    - choice:
                        when:
                          - simple: "${body} != 'good'"
                            steps:
                              - throwException:
                                  exceptionType: java.lang.IllegalStateException
                                  message: "https://me:hunter2@store/x?secretKey=hunter2 refuses ${body}"
            """;

    private final LiveFiles files;
    private final RouteReport.Source reports;

    LastFailureTest() throws Exception {
        files = new LiveFiles();
        reports = new RouteReport.Source(files.camel, new SimpleMeterRegistry(), files.clock);
        files.put("refuses.camel.yaml", REFUSING);
    }

    @AfterEach
    void close() {
        files.close();
    }

    @Test
    void isThatOfTheLastExchangeThatFailedAndQuotesNothingOfIt() throws Exception {
        send("good");
        assertThat(reports.lastFailure("refuses")).isEmpty();

        send("the first");

        var first = failure();
        assertThat(first.error()).isEqualTo("IllegalStateException");
        assertThat(first.at()).isEqualTo(first.since());

        files.clock.move(Duration.ofMinutes(1));
        send("the second");

        var second = failure();
        assertThat(second.at()).isGreaterThan(first.at());
        assertThat(second.since()).isEqualTo(first.since());
    }

    @Test
    void beginsAnewWhenOneHasEndedWell() throws Exception {
        send("the first");
        var first = failure();

        files.clock.move(Duration.ofMinutes(1));
        send("good");
        assertThat(failure()).as("stays the last one").isEqualTo(first);
        send("the second");

        assertThat(failure().since()).isGreaterThan(first.since());
    }

    /** An error handler has seen to it. */
    @Test
    void leavesOutWhatWasDealtWith() {
        files.put(
                "a.camel.yaml",
                "- route: {id: a, from: {uri: 'direct:a', steps: [{doTry: {steps: [{to: 'direct:refuses'}], doCatch:"
                        + " [{exception: [java.lang.Exception], steps: [{setBody: {constant: caught}}]}]}}]}}");

        assertThat(files.ask("a")).isEqualTo("caught");

        assertThat(reports.lastFailure("a")).isEmpty();
    }

    @Test
    void isThatOfAPipeWhoeverReadsForIt() throws Exception {
        files.with("queue-source.kamelet.yaml", queueSource());
        files.put("p.pipe.yaml", pipe("p", "queue-source", "", "direct:refuses"));
        try (var producer = files.camel.createProducerTemplate()) {
            producer.sendBody("seda:in", "what came by the Pipe");
        }

        await().atMost(Duration.ofMinutes(1))
                .until(() -> reports.lastFailure("p").isPresent());

        assertThat(reports.lastFailure("p").orElseThrow().error()).isEqualTo("IllegalStateException");
    }

    @Test
    void isGoneWithTheRoute() throws Exception {
        send("the first");

        files.put("refuses.camel.yaml", route("refuses", "nothing"));

        assertThat(reports.lastFailure("refuses")).isEmpty();
    }

    private RouteReport.Failure failure() {
        var report = reports.report("refuses", null).orElseThrow();
        assertThat(report.lastFailure())
                .isEqualTo(reports.lastFailure("refuses").orElseThrow());
        return Objects.requireNonNull(report.lastFailure());
    }

    private void send(String body) throws IOException {
        try (var producer = files.camel.createProducerTemplate()) {
            producer.send("direct:refuses", exchange -> exchange.getMessage().setBody(body));
        }
    }
}
