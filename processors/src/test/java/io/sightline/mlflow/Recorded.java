package io.sightline.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What a real MLflow has answered; {@code record_mlflow.py} has asked.
 *
 * @param request what it was asked
 * @param type its Content-Type
 */
record Recorded(String request, int status, String type, String body) {
    static Recorded answer(String name) {
        var recorded = json(name);
        return new Recorded(
                recorded.path("request").asText(),
                recorded.path("status").asInt(),
                recorded.path("contentType").asText(),
                recorded.path("body").asText());
    }

    /** The same, with a text in place of each that it has. */
    Recorded with(String text, String other) {
        if (!body.contains(text)) {
            throw new IllegalArgumentException("there is no " + text + " in " + body);
        }
        return new Recorded(request, status, type, body.replace(text, other));
    }

    static JsonNode json(String name) {
        try {
            return new JsonMapper().readTree(bytes(name + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String file) {
        try (var resource = Recorded.class.getResourceAsStream("/mlflow/" + file)) {
            return Objects.requireNonNull(resource, file).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
