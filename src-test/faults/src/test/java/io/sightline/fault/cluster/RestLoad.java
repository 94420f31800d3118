package io.sightline.fault.cluster;

import io.sightline.claim.Sha256;
import io.sightline.fault.Sender;
import io.sightline.fault.ledger.Kind;
import io.sightline.fault.ledger.SentLedger;
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
import java.util.function.Supplier;

/**
 * Clients that send frames to the API without a pause longer than it takes to be no attack, each frame with its key. As
 * the contract advises, one that had no answer is sent again with the same key; any answer but an acceptance is a
 * failure.
 */
final class RestLoad implements AutoCloseable {
    static final String CLIENT = "sightline-dev";
    private static final int CLIENTS = 2;
    private static final int TRIES = 10;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final URI api;
    private final Supplier<String> token;
    private final String name;
    private final Sender sender;
    private final SentLedger ledger;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private final AtomicInteger sent = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> repeated = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
    private volatile boolean goesOn = true;

    /**
     * Starts to send.
     *
     * @param name begin of the keys, which nobody else uses
     */
    RestLoad(String api, Supplier<String> token, String name, Sender sender, SentLedger ledger) {
        this.api = URI.create(api);
        this.token = token;
        this.name = name;
        this.sender = sender;
        this.ledger = ledger;
        for (int client = 0; client < CLIENTS; client++) {
            int number = client;
            threads.submit(() -> send(number));
        }
    }

    /** Frames that were to be sent. */
    int sent() {
        return sent.get();
    }

    /** Why requests had no answer, one for each that was sent again. */
    List<String> repeated() {
        return List.copyOf(repeated);
    }

    /** What came instead of an acceptance, one for each frame that was not taken. */
    List<String> failed() {
        return List.copyOf(failed);
    }

    /** The time that a share of the frames took at most, with all repetitions, in milliseconds. */
    double percentile(double share) {
        var sorted = millis.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1, Math.floor(sorted.size() * share)));
    }

    @Override
    public void close() {
        goesOn = false;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(2, TimeUnit.MINUTES)) {
                throw new IllegalStateException("a request has had no answer for two minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the last request was answered", e);
        }
    }

    private void send(int client) {
        try {
            for (int number = 0; goesOn; number++) {
                var key = name + "-" + client + "-" + number;
                var picture = sender.picture();
                sent.incrementAndGet();
                long begin = System.nanoTime();
                if (isAccepted(key, picture)) {
                    millis.add((System.nanoTime() - begin) / 1e6);
                    ledger.add(new SentRecord(
                            Kind.GOOD,
                            Optional.empty(),
                            Optional.of(Identities.frame(CLIENT, key)),
                            Sha256.of(picture).hex()));
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failed.add("client " + client + " gave up: " + e);
        }
    }

    private boolean isAccepted(String key, byte[] picture) throws InterruptedException {
        var last = "";
        for (int attempt = 0; attempt < TRIES; attempt++) {
            try {
                var answer = http.send(request(key, picture), BodyHandlers.ofString());
                if (answer.statusCode() == 202) {
                    return true;
                }
                failed.add(answer.statusCode() + " " + answer.body());
                return false;
            } catch (IOException e) {
                last = e.toString();
                repeated.add(last);
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        }
        failed.add("no answer to " + key + ": " + last);
        return false;
    }

    private HttpRequest request(String key, byte[] picture) {
        return HttpRequest.newBuilder(api.resolve("/v1/frames?source=camera-rest"))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + token.get())
                .header("Content-Type", "image/jpeg")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofByteArray(picture))
                .build();
    }
}
