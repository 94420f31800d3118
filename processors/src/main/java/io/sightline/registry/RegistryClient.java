package io.sightline.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.failure.Dependency;
import io.sightline.failure.FailureCode;
import io.sightline.failure.Mistrust;
import io.sightline.failure.Secrets;
import io.sightline.failure.TransientFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Speaks Confluent's REST API. What goes wrong is a {@link TransientFailure} DEPENDENCY_UNAVAILABLE. */
final class RegistryClient {
    private static final int NO_RULE = 40408;
    /** Subject, version, schema or rule not found. */
    private static final Set<Integer> UNKNOWN = Set.of(40401, 40402, 40403, NO_RULE);

    private final URI base;
    private final Duration timeout;
    private final HttpClient http;
    private final JsonMapper json = new JsonMapper();

    RegistryClient(URI base, Duration timeout, HttpClient.Builder client) {
        this.base = base;
        this.timeout = timeout;
        this.http = client.connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** What is there; empty where the registry says that it is not. */
    Optional<JsonNode> get(String path) {
        var response = send(request(path).build());
        // A 404 without the registry's own code comes from a proxy or a wrong path: no reason to give a record up.
        if (response.statusCode() == 404
                && UNKNOWN.contains(read(response).path("error_code").asInt())) {
            return Optional.empty();
        }
        if (response.statusCode() != 200) {
            throw unavailable("answered " + response.statusCode() + " to GET " + path, null);
        }
        return Optional.of(read(response));
    }

    void post(String path, Map<String, ?> body) {
        write("POST", path, body);
    }

    void put(String path, Map<String, ?> body) {
        write("PUT", path, body);
    }

    private void write(String method, String path, Map<String, ?> body) {
        var response = send(request(path)
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .method(method, BodyPublishers.ofString(text(body)))
                .build());
        if (response.statusCode() != 200) {
            throw unavailable(
                    "answered " + response.statusCode() + " to " + method + " " + path + ": "
                            + read(response).path("message").asText("without a reason"),
                    null);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Accept", "application/json");
    }

    private HttpResponse<String> send(HttpRequest request) {
        // The client's own timeout ends with the head of an answer; its body could hang for ever.
        var answer = http.sendAsync(request, BodyHandlers.ofString());
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw unavailable(
                    "does not answer " + asked(request) + Mistrust.hint(e, "sightline.registry.ssl-bundle"), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure(
                    FailureCode.DEPENDENCY_UNAVAILABLE, "the schema registry at " + base + " was not waited for", e);
        } finally {
            answer.cancel(true);
        }
    }

    /** An answer that is no JSON has nothing in it. */
    private JsonNode read(HttpResponse<String> response) {
        try {
            return json.readTree(response.body());
        } catch (IOException e) {
            if (response.statusCode() == 200) {
                throw unavailable("does not answer " + asked(response.request()) + " with JSON", e);
            }
            return json.createObjectNode();
        }
    }

    private String asked(HttpRequest request) {
        return request.method() + " "
                + request.uri().toString().substring(base.toString().length());
    }

    private String text(Map<String, ?> body) {
        try {
            return json.writeValueAsString(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TransientFailure unavailable(String what, @Nullable Exception cause) {
        return new TransientFailure(
                FailureCode.DEPENDENCY_UNAVAILABLE,
                "the schema registry at " + Secrets.hiddenInValue(base.toString()) + " " + what
                        + "; see sightline.registry.url",
                cause,
                Dependency.REGISTRY);
    }
}
