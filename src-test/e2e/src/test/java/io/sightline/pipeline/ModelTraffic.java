package io.sightline.pipeline;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Clients that ask a model over REST without a pause, one per process, and a camera whose frames come by Kafka. */
final class ModelTraffic implements AutoCloseable {
    private static final Duration BETWEEN_FRAMES = Duration.ofMillis(100);

    private final Map<String, String> settings;
    private final String model;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<List<String>> clients = new ArrayList<>();
    private final List<Future<?>> running = new ArrayList<>();
    private final List<Future<Integer>> cameras = new ArrayList<>();

    private ModelTraffic(Map<String, String> settings, String model, String token) {
        this.settings = settings;
        this.model = model;
        this.token = token;
    }

    /** @param apis of the processes that serve the model */
    static ModelTraffic begin(Map<String, String> settings, String model, String token, List<URI> apis) {
        var traffic = new ModelTraffic(settings, model, token);
        apis.forEach(traffic::ask);
        traffic.cameras.add(traffic.threads.submit(traffic::film));
        return traffic;
    }

    /** What each client was answered so far, without repeats: status and version, such as {@code 200 1}. */
    List<List<String>> answers() {
        return clients.stream().map(List::copyOf).toList();
    }

    /** Ends all of it; answers how many frames the camera has sent. */
    int end() throws InterruptedException, ExecutionException {
        over.countDown();
        for (var client : running) {
            client.get();
        }
        return cameras.get(0).get();
    }

    /** Status and version of one answer. */
    static String answer(HttpClient http, URI api, String model, String token, byte[] picture)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(api.resolve("/v1/inference?model=" + model))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(picture))
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        var json = Operator.json(answer);
        return answer.statusCode() + " "
                + (answer.statusCode() == 200
                        ? json.path("model").path("version").asText()
                        : json.path("code").asText());
    }

    private void ask(URI api) {
        var changes = new CopyOnWriteArrayList<String>();
        clients.add(changes);
        running.add(threads.submit(() -> {
            var picture = SpottedPicture.png(clients.size());
            while (over.getCount() > 0) {
                var answer = answer(http, api, model, token, picture);
                if (changes.isEmpty() || !changes.get(changes.size() - 1).equals(answer)) {
                    changes.add(answer);
                }
            }
            return null;
        }));
    }

    private int film() throws InterruptedException {
        int frames = 0;
        try (var topics = new TopicWriter(settings)) {
            do {
                topics.frame("camera-" + frames % 3, SpottedPicture.png(frames));
                frames++;
            } while (!over.await(BETWEEN_FRAMES.toMillis(), TimeUnit.MILLISECONDS));
            topics.flush();
        }
        return frames;
    }

    @Override
    public void close() {
        over.countDown();
        threads.shutdownNow();
    }
}
