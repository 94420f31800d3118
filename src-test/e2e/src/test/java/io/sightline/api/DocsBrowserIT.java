package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The docs page as a person uses it: Chromium without a window logs in at Keycloak and tries operations. Needs Python
 * with venv, and Chromium. Pictures of what it saw are in target/docs-page.
 */
@Tag("browser")
@ExtendWith(ApiRuntime.class)
class DocsBrowserIT {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Path PICTURES = Path.of("target", "docs-page");

    private final Api api;

    DocsBrowserIT(Api api) {
        this.api = api;
    }

    @Test
    void showsThePictureWithItsBoxesToAPersonWhoLogsIn() throws Exception {
        // Given
        var python = PythonEnvironment.with("docs_page");
        // When
        var ended = python.run(
                Map.of(),
                LONGEST,
                "python",
                PythonEnvironment.script("docs_page.py").toString(),
                Integer.toString(api.address().getPort()),
                api.property("sightline.keycloak.server-url"),
                Pictures.WITH_TEXT.toAbsolutePath().toString(),
                PICTURES.toAbsolutePath().toString());
        // Then
        assertThat(PythonEnvironment.succeed(ended).lines().filter(line -> line.startsWith("ok: ")))
                .hasSize(8);
    }
}
