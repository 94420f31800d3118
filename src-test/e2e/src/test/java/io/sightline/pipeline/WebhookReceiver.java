package io.sightline.pipeline;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sightline.mlflow.WebhookDelivery;
import io.sightline.mlflow.WebhookSignature;
import io.sightline.mlflow.WebhookVerdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Somebody else's endpoint, which judges what it is sent by another implementation of the signature. */
final class WebhookReceiver implements AutoCloseable {
    static final String SECRET = "known to both";

    final List<WebhookDelivery> taken = new CopyOnWriteArrayList<>();
    final List<WebhookVerdict> verdicts = new CopyOnWriteArrayList<>();
    private final WebhookSignature signature = new WebhookSignature(SECRET, Clock.systemUTC());
    private final Function<WebhookDelivery, Integer> status;
    private final HttpServer server;

    /** @param status what a delivery is answered with */
    WebhookReceiver(Function<WebhookDelivery, Integer> status) throws IOException {
        this.status = status;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/hook";
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            var delivery = new WebhookDelivery(
                    headers.getFirst("webhook-id"),
                    headers.getFirst("webhook-timestamp"),
                    headers.getFirst("webhook-signature"),
                    exchange.getRequestBody().readAllBytes());
            int answer = status.apply(delivery);
            if (answer / 100 == 2) {
                verdicts.add(signature.judge(delivery));
                taken.add(delivery);
            }
            exchange.sendResponseHeaders(answer, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
