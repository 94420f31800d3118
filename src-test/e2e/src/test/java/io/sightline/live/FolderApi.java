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

/** Asks a runtime that follows a folder of routes. */
final class FolderApi {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final JsonMapper json = new JsonMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final RuntimeProcess runtime;
    private final String token;

    FolderApi(RuntimeProcess runtime, String token) {
        this.runtime = runtime;
        this.token = token;
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

    String body(String path) throws Exception {
        return client.send(request("GET", path), BodyHandlers.ofString()).body();
    }

    int status(String method, String path) throws Exception {
        return client.send(request(method, path), BodyHandlers.discarding()).statusCode();
    }

    HttpRequest request(String method, String path) {
        return HttpRequest.newBuilder(runtime.api().resolve(path))
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.noBody())
                .build();
    }

    JsonNode file(String name) throws Exception {
        for (var file : call("GET", "/v1/routes").path("files")) {
            if (file.path("file").asText().endsWith(name)) {
                return file;
            }
        }
        return json.nullNode();
    }

    JsonNode call(String method, String path) throws Exception {
        var answer = client.send(request(method, path), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body());
    }

    void awaitLine(String text) {
        await().atMost(PATIENCE).until(() -> lines(text) > 0);
    }

    long lines(String text) {
        return runtime.output().lines().filter(line -> line.contains(text)).count();
    }
}
