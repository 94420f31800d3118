package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** NVIDIA's client as it comes from the Python package index, against the running API. Needs Python with venv. */
@Tag("slow")
@ExtendWith(ApiRuntime.class)
class TritonClientIT {
    private final Api api;

    TritonClientIT(Api api) {
        this.api = api;
    }

    @Test
    void unmodifiedClientFindsEverythingItKnows() throws Exception {
        // Given
        var python = PythonClient.prepared("triton_client");
        // When
        var output = python.run(
                Map.of("TOKEN", api.token("sightline-dev")),
                api.address().getAuthority(),
                "text-detector",
                "champion",
                Pictures.WITH_TEXT.toString());
        // Then
        assertThat(output.lines().filter(line -> line.startsWith("ok: "))).hasSize(8);
    }
}
