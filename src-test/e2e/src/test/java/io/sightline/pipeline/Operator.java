package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.springframework.context.ConfigurableApplicationContext;

/** Somebody who redrives dead letters over REST. */
public final class Operator {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI api;
    private final String token;

    Operator(ConfigurableApplicationContext runtime, String token) {
        this(URI.create("http://127.0.0.1:" + runtime.getEnvironment().getProperty("local.server.port")), token);
    }

    /** @param api where a process has its API */
    public Operator(URI api, String token) {
        this.api = api;
        this.token = token;
    }

    HttpResponse<String> post(String json) {
        return send(request("/v1/dead-letters/redrive")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    /** Asks for something that needs no words, such as a rollback. */
    HttpResponse<String> act(String path) {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    /** What a redrive with these filters would do. */
    JsonNode preview(String json) {
        var answer = post(json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    /** Begins a redrive; answers the path of its operation. */
    public String begin(String json) {
        var answer = post(json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        var path = answer.headers().firstValue("Location").orElseThrow();
        assertThat(path).isEqualTo("/v1/operations/" + json(answer).path("id").asText());
        return path;
    }

    JsonNode operation(String path) {
        var answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    /** Waits until it is known of each letter of an operation what became of it. */
    public JsonNode awaitDone(String path) {
        await().atMost(PATIENCE)
                .until(() -> operation(path).path("state").asText().equals("done"));
        return operation(path);
    }

    static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(answer.body(), e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(api.resolve(path)).header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
