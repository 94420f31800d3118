package io.sightline.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sightline.devstack.MlflowServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a real MLflow sends. Needs Python. */
@Tag("slow")
@ExtendWith(RunningMlflow.class)
class MlflowWebhookIT {
    private static final String SECRET = "secret-of-a-test";

    private final MlflowServer server;

    MlflowWebhookIT(MlflowServer server) {
        this.server = server;
    }

    @Test
    void deliversWhatItsSignatureIsKnownBy(@TempDir Path folder) throws Exception {
        // Given
        var scientist = DataScientist.at(server);
        var number = scientist.register("hooked", Artifacts.write(folder, 1));
        var deliveries = new LinkedBlockingQueue<WebhookDelivery>();
        var listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        listener.createContext("/", exchange -> take(exchange, deliveries));
        listener.start();
        var signature = new WebhookSignature(SECRET, Clock.systemUTC());
        try {
            scientist.hook(
                    URI.create("http://127.0.0.1:" + listener.getAddress().getPort() + "/"), SECRET);
            // When
            var first = firstDelivery(scientist, number, deliveries);
            // Then
            assertThat(signature.judge(first)).isEqualTo(WebhookVerdict.GENUINE);
            assertThat(signature.judge(first)).isEqualTo(WebhookVerdict.REPEATED);
            assertThat(new WebhookSignature("another", Clock.systemUTC()).judge(first))
                    .isEqualTo(WebhookVerdict.FORGED);
            assertThat(WebhookEvent.parse(first.body())).isEqualTo(new WebhookEvent("hooked"));
        } finally {
            listener.stop(0);
        }
    }

    /** The server knows its webhooks by heart for a second. */
    private static WebhookDelivery firstDelivery(
            DataScientist scientist, String version, BlockingQueue<WebhookDelivery> deliveries) throws Exception {
        for (int i = 0; i < 60; i++) {
            scientist.setAlias("hooked", "champion", version);
            var delivery = deliveries.poll(1, TimeUnit.SECONDS);
            if (delivery != null) {
                return delivery;
            }
        }
        throw new AssertionError("nothing was delivered");
    }

    private static void take(HttpExchange exchange, BlockingQueue<WebhookDelivery> deliveries) throws IOException {
        var headers = exchange.getRequestHeaders();
        deliveries.add(new WebhookDelivery(
                Objects.requireNonNull(headers.getFirst(WebhookDelivery.ID)),
                headers.getFirst(WebhookDelivery.TIMESTAMP),
                headers.getFirst(WebhookDelivery.SIGNATURE),
                exchange.getRequestBody().readAllBytes()));
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }
}
