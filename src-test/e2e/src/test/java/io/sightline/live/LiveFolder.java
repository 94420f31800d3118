package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.pipeline.RuntimeProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The packaged runtime as it follows a folder of routes, and its API. */
public final class LiveFolder {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final JsonMapper json = new JsonMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final RuntimeProcess runtime;
    private final Map<String, String> settings;
    private final Path path;
    private final int firstStatus;
    private final String token;

    /**
     * Nothing is started here.
     *
     * @param settings what the runtime was started with, less the folder
     * @param firstStatus status of the answer to the first request of all, to {@code /greeting}
     * @param token of a client that may do everything
     */
    LiveFolder(RuntimeProcess runtime, Map<String, String> settings, Path path, int firstStatus, String token) {
        this.runtime = runtime;
        this.settings = settings;
        this.path = path;
        this.firstStatus = firstStatus;
        this.token = token;
    }

    public RuntimeProcess runtime() {
        return runtime;
    }

    public Map<String, String> settings() {
        return settings;
    }

    /** Where a file goes that is to be live. */
    public Path path() {
        return path;
    }

    int firstStatus() {
        return firstStatus;
    }

    /** What the API tells of a file; null as a node when it does not know it. */
    public JsonNode file(String name) throws IOException, InterruptedException {
        for (var file : call("GET", "/v1/routes").path("files")) {
            if (file.path("file").asText().endsWith(name)) {
                return file;
            }
        }
        return json.nullNode();
    }

    /** What is answered, by 200. */
    public JsonNode call(String method, String target) throws IOException, InterruptedException {
        var answer = client.send(request(method, target), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body());
    }

    String body(String target) throws IOException, InterruptedException {
        return client.send(request("GET", target), BodyHandlers.ofString()).body();
    }

    int status(String method, String target) throws IOException, InterruptedException {
        return client.send(request(method, target), BodyHandlers.discarding()).statusCode();
    }

    void post(String path, byte[] body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(runtime.api().resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Cookie", "a=b")
                .headers(headers)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        var answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    }

    String health(Path file) throws IOException {
        return json.readTree(runtime.managementText("/actuator/health"))
                .path("components")
                .path("routes")
                .path("details")
                .path(file.toString())
                .asText();
    }

    JsonNode route(String id) throws Exception {
        for (var route : call("GET", "/v1/routes").path("routes")) {
            if (route.path("id").asText().equals(id)) {
                return route;
            }
        }
        return json.nullNode();
    }

    void awaitLine(String text) {
        await().atMost(PATIENCE).until(() -> lines(text) > 0);
    }

    long lines(String text) {
        return runtime.output().lines().filter(line -> line.contains(text)).count();
    }

    private HttpRequest request(String method, String target) {
        return HttpRequest.newBuilder(runtime.api().resolve(target))
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.noBody())
                .build();
    }
}
