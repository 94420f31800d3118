package io.sightline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.devstack.ContractSchema;
import io.sightline.devstack.ContractSchemas;
import io.sightline.devstack.DevStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code schemas/register.sh}, in a registry where the development servers have registered the same contracts. */
@ExtendWith(TestStack.class)
class RegisterSchemasIT {
    private static final List<String> CONTRACTS = ContractSchemas.inOrderOfRegistration().stream()
            .map(ContractSchema::subject)
            .toList();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String registry;

    RegisterSchemasIT(DevStack stack) {
        this.registry = stack.settings().get("sightline.registry.url");
    }

    @Test
    void registersWhatTheDevelopmentServersDoAndNothingElse() throws Exception {
        // Given
        var before = contents();
        for (var subject : CONTRACTS) {
            send("PUT", "/config/" + subject, new JsonMapper().writeValueAsString(Map.of("compatibility", "NONE")));
        }
        // When
        var script = new ProcessBuilder(
                        "bash", Path.of("..", "..", "schemas", "register.sh").toString(), registry)
                .redirectErrorStream(true)
                .start();
        var output = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // Then
        assertThat(script.waitFor()).as(output).isZero();
        assertThat(output.lines().map(line -> line.replaceFirst(":.*", "")))
                .containsExactlyInAnyOrderElementsOf(CONTRACTS);
        assertThat(contents()).isEqualTo(before);
    }

    /** Subjects with their versions, and of contracts their rule. */
    private Map<String, String> contents() throws IOException, InterruptedException {
        var all = new TreeMap<String, String>();
        for (var subject : new JsonMapper().readValue(send("GET", "/subjects", ""), String[].class)) {
            all.put(subject, send("GET", "/subjects/" + subject + "/versions", ""));
        }
        for (var subject : CONTRACTS) {
            all.merge(subject, send("GET", "/config/" + subject, ""), String::concat);
        }
        return all;
    }

    private String send(String method, String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(registry + path))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
        return answer.body();
    }
}
