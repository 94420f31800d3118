package io.sightline.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.failure.Dependency;
import io.sightline.failure.FailureCode;
import io.sightline.failure.Mistrust;
import io.sightline.failure.PermanentFailure;
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

/**
 * Speaks Confluent's REST API. What goes wrong is a {@link TransientFailure}: DEPENDENCY_DENIES for 401 and 403, else
 * DEPENDENCY_UNAVAILABLE. What it refuses to write is a {@link PermanentFailure} DEPENDENCY_MISUNDERSTOOD.
 */
final class RegistryClient {
    private static final int NO_RULE = 40408;
    /** Subject, version, schema or rule not found. */
    private static final Set<Integer> UNKNOWN = Set.of(40401, 40402, 40403, NO_RULE);

    private final URI base;
    /** As messages show it. */
    private final String address;

    private final Duration timeout;
    private final HttpClient http;
    private final JsonMapper json = new JsonMapper();

    RegistryClient(URI base, Duration timeout, HttpClient.Builder client) {
        this.base = base;
        this.address = Secrets.hiddenInValue(base.toString());
        this.timeout = timeout;
        this.http = client.connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** Where it is, without what lets anybody in. */
    String address() {
        return address;
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
            throw unexpected(response);
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
            throw isRefusal(response) ? refused(response) : unexpected(response);
        }
    }

    /** Whether it has looked at what it was given: no repeat makes that fit. */
    private static boolean isRefusal(HttpResponse<String> response) {
        return response.statusCode() == 409 || response.statusCode() == 422;
    }

    private PermanentFailure refused(HttpResponse<String> response) {
        return new PermanentFailure(
                FailureCode.DEPENDENCY_MISUNDERSTOOD, "the schema registry at " + address + " " + told(response));
    }

    private TransientFailure unexpected(HttpResponse<String> response) {
        if (response.statusCode() == 401 || response.statusCode() == 403) {
            return new TransientFailure(
                    FailureCode.DEPENDENCY_DENIES,
                    "the schema registry at " + address + " " + told(response),
                    null,
                    Dependency.REGISTRY);
        }
        return unavailable(told(response), null);
    }

    private String told(HttpResponse<String> response) {
        return "answered " + response.statusCode() + " to " + asked(response.request()) + ": "
                + read(response).path("message").asText("without a reason");
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
                    FailureCode.DEPENDENCY_UNAVAILABLE, "the schema registry at " + address + " was not waited for", e);
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
                "the schema registry at " + address + " " + what + "; see sightline.registry.url",
                cause,
                Dependency.REGISTRY);
    }
}
