package io.sightline.api;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The audit log of the running API. */
record AuditLines(Path file) {
    static AuditLines of(Api api) {
        return new AuditLines(Path.of(api.property("sightline.audit-log.file")));
    }

    /** A trace that finds the entry of a call again, 32 hexadecimal digits. */
    static String newTrace() {
        return "%016x%016x".formatted(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE), System.nanoTime());
    }

    static String traceparent(String trace) {
        return "00-" + trace + "-00f067aa0ba902b7-01";
    }

    /** The entry of a call, which is written when its answer is out. */
    JsonNode entry(String trace) {
        return await().until(() -> entries(trace), entries -> !entries.isEmpty())
                .get(0);
    }

    List<JsonNode> entries(String trace) {
        return text().lines()
                .filter(line -> line.contains(trace))
                .map(AuditLines::json)
                .toList();
    }

    String text() {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String line) {
        try {
            return new JsonMapper().readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
