package io.sightline.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The pages about the catalogue say what its files say. */
class KameletPageTest {
    private static final Path REPOSITORY = Path.of("..");

    @Test
    void theReadmeListsEveryKamelet() throws IOException {
        assertThat(between(REPOSITORY.resolve("README.md"))).isEqualTo(overview());
    }

    @Test
    void thePageOfTheFolderDocumentsEveryKamelet() throws IOException {
        assertThat(between(REPOSITORY.resolve("kamelets/README.md"))).isEqualTo(page());
    }

    private static String overview() throws IOException {
        return kamelets().stream()
                .map(kamelet -> "| `%s` | %s | %s |"
                        .formatted(
                                name(kamelet),
                                definition(kamelet).path("description").asText(),
                                guarantee(kamelet)))
                .collect(Collectors.joining("\n", "| Kamelet | what it does | guarantee |\n|---|---|---|\n", ""));
    }

    private static String page() throws IOException {
        var pipes = pipes();
        return kamelets().stream().map(kamelet -> entry(kamelet, pipes)).collect(Collectors.joining("\n\n"));
    }

    private static String entry(JsonNode kamelet, List<Path> pipes) {
        var examples = pipes.stream()
                .filter(pipe -> RouteFiles.text(pipe).contains("name: " + name(kamelet) + " }"))
                .map(pipe -> String.valueOf(pipe.getFileName()))
                .map(file -> "[%s](pipes/%s)".formatted(file.replace(".pipe.yaml", ""), file))
                .collect(Collectors.joining(", "));
        var head = "### %s\n`%s`: %s Guarantee: %s. Example: %s."
                .formatted(
                        definition(kamelet).path("title").asText(),
                        name(kamelet),
                        definition(kamelet).path("description").asText(),
                        guarantee(kamelet),
                        examples);
        var parameters = definition(kamelet).path("properties").properties();
        return parameters.isEmpty()
                ? head
                : parameters.stream()
                        .map(parameter -> row(parameter.getKey(), parameter.getValue()))
                        .collect(Collectors.joining(
                                "\n",
                                head + "\n\n| parameter | what it says | type | default |\n|---|---|---|---|\n",
                                ""));
    }

    private static String row(String name, JsonNode parameter) {
        var choices = StreamSupport.stream(parameter.path("enum").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
        var type = choices.isEmpty() ? parameter.path("type").asText() : choices;
        return "| `%s` | %s | %s | %s |"
                .formatted(
                        name,
                        parameter.path("description").asText(),
                        parameter.path("format").asText().equals("password") ? "secret" : type,
                        standard(parameter));
    }

    private static String standard(JsonNode parameter) {
        if (!parameter.has("default")) {
            return "required";
        }
        var value = parameter.path("default").asText();
        return value.isEmpty() ? "-" : "`" + value + "`";
    }

    private static String guarantee(JsonNode kamelet) {
        return kamelet.path("metadata")
                .path("annotations")
                .path("sightline.guarantee")
                .asText();
    }

    private static String name(JsonNode kamelet) {
        return kamelet.path("metadata").path("name").asText();
    }

    private static JsonNode definition(JsonNode kamelet) {
        return kamelet.path("spec").path("definition");
    }

    private static List<JsonNode> kamelets() throws IOException {
        try (var files = Files.list(REPOSITORY.resolve("kamelets"))) {
            return files.filter(file -> file.toString().endsWith(".kamelet.yaml"))
                    .sorted()
                    .map(RouteFiles::yaml)
                    .toList();
        }
    }

    private static List<Path> pipes() throws IOException {
        try (var files = Files.list(REPOSITORY.resolve("kamelets/pipes"))) {
            return files.sorted().toList();
        }
    }

    private static String between(Path page) throws IOException {
        var text = Files.readString(page, StandardCharsets.UTF_8);
        var begin = "catalogue: begin -->";
        return text.substring(text.indexOf(begin) + begin.length(), text.indexOf("<!-- catalogue: end"))
                .strip();
    }
}
