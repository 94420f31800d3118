package io.sightline.mlflow;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sightline.contract.PercentEncoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Answers as a real MLflow has, one answer after the other, and also as what stands before one may do: a real server
 * cannot be made to.
 */
final class StandIn implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Queue<Reply> replies = new LinkedList<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> logins = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    /** How a request is answered. */
    private interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    StandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    MlflowClient client() {
        return client(MlflowLogin.none(), PATIENCE);
    }

    MlflowClient client(MlflowLogin login, Duration timeout) {
        return new MlflowClient(url(), login, timeout);
    }

    StandIn then(String recorded) {
        return then(Recorded.answer(recorded));
    }

    StandIn then(Recorded answer) {
        return then(answer.status(), answer.type(), answer.bytes());
    }

    StandIn then(int status, String type, String body) {
        return then(status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    /** States the length of the body. */
    StandIn then(int status, String type, byte[] body) {
        replies.add(exchange -> send(exchange, status, type, body, body.length));
        return this;
    }

    /** States no length: the body comes in chunks, as a file in S3 does. */
    StandIn thenInChunks(int status, String type, byte[] body) {
        replies.add(exchange -> send(exchange, status, type, body, -1));
        return this;
    }

    /** Begins to answer after a pause, as MLflow does that has to fetch a file from its store first. */
    StandIn thenLate(Duration pause, String type, byte[] body) {
        replies.add(exchange -> {
            LockSupport.parkNanos(pause.toNanos());
            send(exchange, 200, type, body, -1);
        });
        return this;
    }

    /** Closes the connection before the body is whole. */
    StandIn thenCutOff(String type, byte[] body, boolean inChunks) {
        replies.add(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(200, inChunks ? 0 : body.length + 1);
            exchange.getResponseBody().write(body);
            exchange.getResponseBody().flush();
            throw new IOException("cut off");
        });
        return this;
    }

    /** Sends the head and a beginning of the body, and then nothing. */
    StandIn thenSilence(String type, byte[] body) {
        replies.add(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(200, body.length + 1);
            exchange.getResponseBody().write(body);
            exchange.getResponseBody().flush();
            awaitEnd();
        });
        return this;
    }

    /** Sends a byte every now and then, as many as are wanted or until the end. */
    StandIn thenTrickle(String type, int length) {
        replies.add(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(200, length);
            for (int i = 0; i < length && end.getCount() > 0; i++) {
                exchange.getResponseBody().write(0);
                exchange.getResponseBody().flush();
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
        });
        return this;
    }

    StandIn thenRedirect(String location) {
        replies.add(exchange -> {
            exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        return this;
    }

    /** Method, decoded path and query of what has come, and its body behind them. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** The headers Authorization that have come. */
    List<String> logins() {
        return List.copyOf(logins);
    }

    /** A request as {@link #requests} shows it. */
    static String decoded(String request) {
        return PercentEncoding.decode(request.replace("+", "%20")).orElseThrow();
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(decoded(exchange.getRequestMethod() + " " + exchange.getRequestURI())
                + (body.isEmpty() ? "" : " " + body));
        var login = exchange.getRequestHeaders().getFirst("Authorization");
        if (login != null) {
            logins.add(login);
        }
        Reply reply;
        synchronized (replies) {
            reply = replies.remove();
        }
        reply.to(exchange);
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body, long length)
            throws IOException {
        if (!type.isEmpty()) {
            exchange.getResponseHeaders().add("Content-Type", type);
        }
        // To this server no length is 0, and no body is -1.
        exchange.sendResponseHeaders(status, length == 0 ? -1 : Math.max(length, 0));
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
