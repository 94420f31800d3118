package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** NVIDIA's client as it comes from the Python package index, against the running API. Needs Python with venv. */
@Tag("slow")
@ExtendWith(ApiRuntime.class)
class TritonClientIT {
    private static final Path SCRIPT = Path.of("src", "test", "python", "triton_client.py");
    private static final Path REQUIREMENTS = Path.of("src", "test", "python", "triton_client.requirements.txt");
    private static final Path ENVIRONMENT = Path.of("target", "triton-client");

    private final Api api;

    TritonClientIT(Api api) {
        this.api = api;
    }

    @Test
    void unmodifiedClientFindsEverythingItKnows() throws Exception {
        // Given
        var python = ENVIRONMENT.resolve("bin").resolve("python").toString();
        run(Map.of(), "python3", "-m", "venv", ENVIRONMENT.toString());
        run(Map.of(), python, "-m", "pip", "install", "-q", "-r", REQUIREMENTS.toString());
        // When
        var output = run(
                Map.of("TOKEN", api.token("sightline-dev")),
                python,
                SCRIPT.toString(),
                api.address().getAuthority(),
                "text-detector",
                "champion",
                Pictures.WITH_TEXT.toString());
        // Then
        assertThat(output.lines().filter(line -> line.startsWith("ok: "))).hasSize(8);
    }

    private static String run(Map<String, String> variables, String... command) throws Exception {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(variables);
        var process = start(builder);
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(List.of(command) + "\n" + output).isZero();
        return output;
    }

    private static Process start(ProcessBuilder builder) {
        try {
            Files.createDirectories(ENVIRONMENT.getParent());
            return builder.start();
        } catch (IOException e) {
            throw new IllegalStateException(builder.command().get(0) + " cannot be started; install Python 3.10", e);
        }
    }
}
