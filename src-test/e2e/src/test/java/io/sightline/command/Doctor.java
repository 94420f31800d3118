package io.sightline.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run of {@code java -jar sightline.jar doctor --json}.
 *
 * @param findings by the names of their checks
 */
public record Doctor(int status, String output, Map<String, JsonNode> findings) {
    /** Asks with these settings, each an argument; what is said beside them takes their places. */
    public static Doctor ask(Map<String, String> settings, String... arguments) {
        var command = new ArrayList<>(List.of("doctor", "--json"));
        var properties = new LinkedHashMap<String, String>();
        settings.forEach((name, value) -> properties.put("--" + name, value));
        for (var argument : arguments) {
            var parts = argument.split("=", 2);
            properties.put(parts[0], parts[1]);
        }
        properties.forEach((name, value) -> command.add(name + "=" + value));
        try {
            var process = PackagedCommand.of(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var findings = new LinkedHashMap<String, JsonNode>();
            new JsonMapper()
                    .readTree(output)
                    .forEach(finding -> findings.put(finding.path("check").asText(), finding));
            return new Doctor(process.waitFor(), output, findings);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How a check ended, and what it found: {@code fail: no bucket}. */
    public String found(String check) {
        var finding = findings.get(check);
        return finding == null
                ? "no check " + check
                : finding.path("outcome").asText() + ": "
                        + finding.path("found").asText();
    }

    /** What it says to do about it; empty where there is nothing to be done. */
    public String wayOut(String check) {
        var finding = findings.get(check);
        return finding == null ? "" : finding.path("wayOut").asText();
    }
}
