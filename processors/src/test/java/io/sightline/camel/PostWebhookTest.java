package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sightline.failure.PermanentFailure;
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
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostWebhookTest {
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<WebhookDelivery> received = new ArrayList<>();
    private final List<String> types = new ArrayList<>();
    private final HttpServer server;
    private int answer = 204;

    PostWebhookTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::receive);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** By another implementation than the one that signs. */
    @Test
    void signsAsStandardWebhooksDo() throws Exception {
        post("{\"eventId\":\"abc\"}", "application/json", "s3cret");

        assertThat(new WebhookSignature("s3cret", Clock.systemUTC()).judge(received.get(0)))
                .isEqualTo(WebhookVerdict.GENUINE);
        assertThat(types).containsExactly("application/json");
    }

    @Test
    void signsNothingWithoutASecret() throws Exception {
        post("{}", "application/json", "");

        assertThat(received.get(0).signature()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"eventId":"e-1","frameId":"f-1"}   | e-1
            {"frameId":"f-1"}                   | f-1
            {"frameId":"f 1\\r\\nx: y"}         |
            {"a":1}                             |
            no JSON                             |
            """)
    void aRepeatHasTheSameId(String body, @Nullable String id) throws Exception {
        post(body, "application/json", "");
        post(body, "application/json", "");

        assertThat(received.get(0).id()).isEqualTo(received.get(1).id());
        if (id == null) {
            assertThat(received.get(0).id()).matches("[0-9a-f]{64}");
        } else {
            assertThat(received.get(0).id()).isEqualTo(id);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void whatMayPassIsTransient(int status) {
        answer = status;

        assertThatThrownBy(() -> post("{}", "application/json", ""))
                .isInstanceOf(TransientFailure.class)
                .hasMessage("the webhook at localhost answered " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 410})
    void whatWillNotPassIsPermanent(int status) {
        answer = status;

        assertThatThrownBy(() -> post("{}", "application/json", ""))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("the webhook at localhost answered " + status);
    }

    /** Nobody is led to where nobody has looked. */
    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void followsNoRedirect(int status) {
        answer = status;

        assertThatThrownBy(() -> post("{}", "application/json", "")).isInstanceOf(PermanentFailure.class);
        assertThat(received).hasSize(1);
    }

    @Test
    void nobodyThereIsTransient() {
        server.stop(0);

        assertThatThrownBy(() -> post("{}", "application/json", ""))
                .isInstanceOf(TransientFailure.class)
                .hasMessage("the webhook at localhost does not answer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host/", "example.org/hook", "https:///hook", "file:/etc/passwd"})
    void refusesWhatIsNoHttpAddress(String url) {
        assertThatThrownBy(() -> new PostWebhook(url, "", "1s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(url);
    }

    private void post(String body, String type, String secret) throws Exception {
        var url = "http://localhost:" + server.getAddress().getPort() + "/hook";
        var exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, type);
        new PostWebhook(url, secret, "10s").process(exchange);
        assertThat(exchange.getMessage().getBody()).isEqualTo(body);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            types.add(headers.getFirst("Content-Type"));
            received.add(new WebhookDelivery(
                    headers.getFirst("webhook-id"),
                    headers.getFirst("webhook-timestamp"),
                    headers.getFirst("webhook-signature"),
                    exchange.getRequestBody().readAllBytes()));
            if (answer / 100 == 3) {
                exchange.getResponseHeaders()
                        .add(
                                "Location",
                                "http://localhost:" + server.getAddress().getPort());
            }
            exchange.sendResponseHeaders(answer, -1);
        }
    }
}
