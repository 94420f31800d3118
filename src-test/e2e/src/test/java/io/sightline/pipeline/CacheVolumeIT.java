package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cache that cannot be written to is told of before any server is asked for: there are none here. */
class CacheVolumeIT {
    private static final Path VOLUME = Path.of("src", "test", "resources", "image", "volume.sh");
    private static final Path JAR = Path.of("..", "..", "routes", "target", "sightline", "sightline.jar");

    @ParameterizedTest
    @CsvSource({"ro, Read-only file system", "size=16k, No space left on device"})
    void endsWithWhatIsWrongAndTheWayOut(String mount, String reason) throws Exception {
        try (var runtime = start(mount, "api")) {
            // When
            int exit = runtime.awaitExit();
            // Then
            assertThat(exit).isNotZero();
            assertThat(runtime.output())
                    .contains("the cache of models at ", "/cache-volume cannot be written to: " + reason)
                    .contains("cache.size", "fsGroup", "sightline.artifacts.cache")
                    .doesNotContain("waiting for", "\tat ");
        }
    }

    /** Stage sink has no models: what ends it is the first server that is not there. */
    @Test
    void isNothingToAStageWithoutModels() throws Exception {
        try (var runtime = start("ro", "sink")) {
            // When
            int exit = runtime.awaitExit();
            // Then
            assertThat(exit).isNotZero();
            assertThat(runtime.output()).contains("did not accept a connection").doesNotContain("the cache of models");
        }
    }

    private static RuntimeProcess start(String mount, String stages) throws Exception {
        var folder = Files.createDirectories(Path.of("target", "cache-volume").toAbsolutePath());
        var command = new ArrayList<>(List.of("bash", VOLUME.toString(), folder.toString(), mount));
        command.addAll(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        var settings = Map.of(
                "sightline.stages",
                stages,
                "sightline.artifacts.cache",
                folder.toString(),
                "sightline.startup.timeout",
                "0s",
                "camel.component.kafka.brokers",
                "localhost:1");
        return RuntimeProcess.startBy(command, "cache-volume-" + stages, settings);
    }
}
