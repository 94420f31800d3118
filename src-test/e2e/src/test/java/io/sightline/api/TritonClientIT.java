package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** NVIDIA's client as it comes from the Python package index, against the running API. Needs Python with venv. */
@Tag("slow")
@ExtendWith(ApiRuntime.class)
class TritonClientIT {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Api api;

    TritonClientIT(Api api) {
        this.api = api;
    }

    @Test
    void unmodifiedClientFindsEverythingItKnows() throws Exception {
        // Given
        var python = PythonEnvironment.with("triton_client");
        // When
        var ended = python.run(
                Map.of("TOKEN", api.token("sightline-dev")),
                LONGEST,
                "python",
                PythonEnvironment.script("triton_client.py").toString(),
                api.address().getAuthority(),
                "text-detector",
                "champion",
                Pictures.WITH_TEXT.toAbsolutePath().toString());
        // Then
        assertThat(PythonEnvironment.succeed(ended).lines().filter(line -> line.startsWith("ok: ")))
                .hasSize(8);
    }
}
