package io.sightline.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Requests to the servers of the stack, with JSON answers. */
final class Http {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client;

    /** @param certificates whose authority servers of https are verified with */
    Http(@Nullable Certificates certificates) {
        var builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5));
        client = certificates == null
                ? builder.build()
                : builder.sslContext(certificates.client()).build();
    }

    /** Waits until the address answers 200. */
    void awaitAnswer(ServerProcess process, String address, Duration limit) {
        var deadline = System.nanoTime() + limit.toNanos();
        while (!answers(address)) {
            if (System.nanoTime() > deadline) {
                throw process.failure("did not answer at " + address + " within " + limit.toSeconds() + " s");
            }
            process.pause();
        }
    }

    JsonNode send(String method, String address, String contentType, String body) {
        var request = HttpRequest.newBuilder(URI.create(address))
                .timeout(PATIENCE)
                .header("Content-Type", contentType)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            var answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new DevStackException(
                        method + " " + address + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return json.readTree(answer.body());
        } catch (IOException failure) {
            throw new DevStackException(method + " " + address + " failed: " + failure, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DevStackException("interrupted during " + method + " " + address, interrupted);
        }
    }

    String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (IOException failure) {
            throw new IllegalArgumentException(failure);
        }
    }

    private boolean answers(String address) {
        var request =
                HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DevStackException("interrupted while waiting for " + address, interrupted);
        }
    }
}
