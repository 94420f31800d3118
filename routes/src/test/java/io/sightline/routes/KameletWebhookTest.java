package io.sightline.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sightline.failure.TransientFailure;
import io.sightline.mlflow.WebhookDelivery;
import io.sightline.mlflow.WebhookSignature;
import io.sightline.mlflow.WebhookVerdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What webhook-sink sends, at least once and signed with the secret as it was written. */
class KameletWebhookTest extends KameletTestSupport {
    private final List<WebhookDelivery> received = new ArrayList<>();
    private final HttpServer server;
    private int answer = 204;

    KameletWebhookTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::receive);
        server.start();
    }

    @Override
    public void doPostTearDown() {
        server.stop(0);
    }

    /** Camel makes one text of a bean's arguments and reads it again. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345",
                "true",
                "null",
                "a\"b",
                "\"quoted\"",
                "'single'",
                "#bean:x",
                "#class:java.lang.String",
                " lead",
                "trail ",
                "a,b)",
                "100%25 + 1",
                "two\nlines",
                "grüße"
            })
    void signsWithTheSecretAsItWasWritten(String secret) throws Exception {
        load(secret);

        template.sendBody("direct:in", "hello");

        assertThat(new WebhookSignature(secret, Clock.systemUTC()).judge(received.get(0)))
                .isEqualTo(WebhookVerdict.GENUINE);
    }

    @Test
    void whatTheEndpointCannotTakeNowComesAgainUnderItsId() throws Exception {
        context.getPropertiesComponent().addInitialProperty("hook.url", url());
        context.getPropertiesComponent().addInitialProperty("hook.secret", "s3cret");
        runPipe(
                spec(
                        "ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: detections-source }, properties: { group: mine }"));
        var batch = batch().add(Records.value(format, inference()));

        answer = 503;
        assertThat(deliverTo("inferences", batch).getException()).isInstanceOf(TransientFailure.class);
        assertThat(batch.committed).isEmpty();

        answer = 204;
        assertThat(deliverTo("inferences", batch).getException()).isNull();
        assertThat(batch.committed).containsExactly(0L);
        assertThat(received)
                .extracting(WebhookDelivery::id)
                .containsExactly(received.get(0).id(), received.get(0).id());
    }

    @Test
    void aWrongUrlIsRefusedAtTheStart() {
        assertThatThrownBy(() -> load("s3cret", "https:///nowhere")).hasStackTraceContaining("url must be http://host");
    }

    private void load(String secret) throws Exception {
        load(secret, url());
    }

    private void load(String secret, String url) throws Exception {
        Map.of("hook.secret", secret, "hook.url", url).forEach(context.getPropertiesComponent()::addInitialProperty);
        runPipe(spec("uri: 'direct:in'"));
    }

    private static String spec(String source) {
        return """
                source: { %s }
                sink:
                  ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: webhook-sink }
                  properties: { url: '{{hook.url}}', secret: '{{hook.secret}}', timeout: 5s }
                """.formatted(source);
    }

    private String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/hook";
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            received.add(new WebhookDelivery(
                    headers.getFirst("webhook-id"),
                    headers.getFirst("webhook-timestamp"),
                    headers.getFirst("webhook-signature"),
                    exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(answer, -1);
        }
    }
}
