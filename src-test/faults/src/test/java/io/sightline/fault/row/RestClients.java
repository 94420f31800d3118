package io.sightline.fault.row;

import static org.awaitility.Awaitility.await;

import io.sightline.claim.Sha256;
import io.sightline.fault.Bench;
import io.sightline.fault.ledger.Kind;
import io.sightline.fault.ledger.SentRecord;
import io.sightline.frame.Identities;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends frames over REST, each with its key, and tries a process that is gone at the next one. */
final class RestClients implements AutoCloseable {
    private static final String CLIENT = "sightline-dev";
    private static final int TRIES = 20;

    private final Bench bench;
    private final List<URI> processes;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final AtomicInteger answers = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> unexpected = new ConcurrentLinkedQueue<>();
    private volatile boolean goesOn = true;

    RestClients(Bench bench, List<URI> processes) {
        this.bench = bench;
        this.processes = processes;
        this.token = bench.stack().token(CLIENT);
        thread.submit(this::send);
    }

    void awaitAnswers(int more) {
        var wanted = answers.get() + more;
        await().atMost(Duration.ofMinutes(1)).until(() -> answers.get() >= wanted);
    }

    /** Answers that are neither an acceptance nor the absence of a process. */
    List<String> unexpected() {
        return List.copyOf(unexpected);
    }

    @Override
    public void close() throws InterruptedException {
        goesOn = false;
        thread.shutdown();
        if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("a request has had no answer for a minute");
        }
    }

    private void send() {
        for (int number = 0; goesOn; number++) {
            var key = bench.folder().getFileName() + "-" + number;
            var picture = bench.sender().picture();
            if (isAccepted(key, picture)) {
                answers.incrementAndGet();
                bench.ledger()
                        .add(new SentRecord(
                                Kind.GOOD,
                                Optional.empty(),
                                Optional.of(Identities.frame(CLIENT, key)),
                                Sha256.of(picture).hex()));
            }
        }
    }

    private boolean isAccepted(String key, byte[] picture) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            try {
                var answer = http.send(
                        request(processes.get(attempt % processes.size()), key, picture), BodyHandlers.ofString());
                if (answer.statusCode() == 202) {
                    return true;
                }
                unexpected.add(answer.statusCode() + " " + answer.body());
            } catch (IOException gone) {
                // The next process gets the same key.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        unexpected.add("no process takes " + key);
        return false;
    }

    private HttpRequest request(URI process, String key, byte[] picture) {
        return HttpRequest.newBuilder(process.resolve("/v1/frames?source=camera-rest"))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "image/jpeg")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofByteArray(picture))
                .build();
    }
}
