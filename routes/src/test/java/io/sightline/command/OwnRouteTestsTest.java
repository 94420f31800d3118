package io.sightline.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The runtime's own routes pass the tests that stand beside them. */
class OwnRouteTestsTest {
    private static final Path ROUTES = Path.of("camel");

    @Test
    void pass() {
        var run = CommandRun.of("test", ROUTES.toString());

        assertThat(run.out()).contains("camel/dead-letter.test.yaml").doesNotContain("FAIL", "error", "note:");
        assertThat(run.out()).containsPattern("1\\d files, \\d\\d cases: \\d\\d passed, 0 failed\n$");
        assertThat(run.status()).isZero();
    }

    /** One word of a route is changed, and its test notices. */
    @ParameterizedTest
    @CsvSource({
        "carry-out-commands, simple: ${body}, constant: yes",
        "dead-letter, != 'sink', == 'sink'",
        "enrich-source, '== null', '!= null'",
        "ingest-frame, 'direct:store-claim', 'direct:store-original'",
        "list-detections, method: isExport, method: answer",
        "promote-models, simple: ${body}, constant: one",
        "read-contract, application/yaml, application/json",
        "read-frame, header: id, header: frame",
        "redrive-dead-letters, begin-redrive, preview-redrive",
        "redrive-letter, == 'ingest', != 'ingest'",
        "store-original, '{ simple: \"${exchangeProperty.SightlineBody}\" }', '{ constant: nothing }'"
    })
    void failWhenTheRouteIsChanged(String id, String before, String after, @TempDir Path folder) throws IOException {
        var route = Files.readString(ROUTES.resolve(id + ".camel.yaml"));
        assertThat(route).contains(before);
        Files.writeString(folder.resolve(id + ".camel.yaml"), route.replace(before, after));
        Files.copy(ROUTES.resolve(id + ".test.yaml"), folder.resolve(id + ".test.yaml"));

        assertThat(CommandRun.of("test", folder.toString()))
                .satisfies(run -> assertThat(run.out()).contains("  FAIL  "))
                .satisfies(run -> assertThat(run.status()).isEqualTo(1));
    }
}
