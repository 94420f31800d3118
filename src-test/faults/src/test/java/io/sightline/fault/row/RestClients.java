package io.sightline.fault.row;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.claim.Sha256;
import io.sightline.fault.Bench;
import io.sightline.fault.ledger.Kind;
import io.sightline.fault.ledger.SentRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Clients of a Service, each in its thread: frames with a key and without one, inferences, questions. */
final class RestClients implements AutoCloseable {
    private static final String CLIENT = "sightline-dev";
    private static final int BETWEEN_MILLIS = 100;

    private final Bench bench;
    private final String token;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(5);
    private final AtomicInteger answers = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();

    RestClients(Bench bench, RestService service) {
        this.bench = bench;
        this.token = bench.stack().token(CLIENT);
        begin(
                service,
                number -> frame("a frame with a key", Optional.of(bench.folder().getFileName() + "-" + number)));
        begin(service, number -> frame("a frame", Optional.empty()));
        begin(service, number -> inference());
        begin(service, number -> inference());
        begin(service, number -> question());
    }

    void awaitAnswers(int more) {
        var wanted = answers.get() + more;
        await().atMost(Duration.ofMinutes(1)).until(() -> answers.get() >= wanted);
    }

    int answers() {
        return answers.get();
    }

    /** Requests without the answer that they should have had, whoever is to blame. */
    List<String> failed() {
        return List.copyOf(failed);
    }

    @Override
    public void close() throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("a request has had no answer for a minute");
        }
    }

    private void begin(RestService service, IntFunction<RestCall> calls) {
        var client = new RestClient(service);
        var number = new AtomicInteger();
        threads.scheduleWithFixedDelay(
                () -> send(client, calls.apply(number.getAndIncrement())), 0, BETWEEN_MILLIS, MILLISECONDS);
    }

    private void send(RestClient client, RestCall call) {
        try {
            if (client.send(call, failed::add)) {
                answers.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // A task that throws is not run again, and nobody would know.
            failed.add(call.title() + ": " + e);
        }
    }

    /** Without a key a second one would be a second frame. */
    private RestCall frame(String title, Optional<String> key) {
        var picture = bench.sender().picture();
        return new RestCall(
                title,
                key.isPresent(),
                202,
                process -> {
                    var request = request("image/jpeg").POST(BodyPublishers.ofByteArray(picture));
                    key.ifPresent(value -> request.header("Idempotency-Key", value));
                    return request.uri(process.resolve("/v1/frames?source=camera-rest"))
                            .build();
                },
                answer -> bench.ledger()
                        .add(new SentRecord(
                                Kind.GOOD,
                                Optional.empty(),
                                Optional.of(frameId(answer.body())),
                                Sha256.of(picture).hex())));
    }

    /** HTTP does not know that it stores nothing. */
    private RestCall inference() {
        var picture = bench.sender().picture();
        return new RestCall(
                "an inference",
                false,
                200,
                process -> request("image/jpeg")
                        .POST(BodyPublishers.ofByteArray(picture))
                        .uri(process.resolve("/v1/inference"))
                        .build(),
                answer -> {});
    }

    private RestCall question() {
        return new RestCall(
                "a question",
                true,
                200,
                process -> request("application/json")
                        .uri(process.resolve("/v1/frames?limit=5"))
                        .build(),
                answer -> {});
    }

    private HttpRequest.Builder request(String type) {
        return HttpRequest.newBuilder()
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type);
    }

    private static UUID frameId(String answer) {
        try {
            return UUID.fromString(
                    new JsonMapper().readTree(answer).path("frameId").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
