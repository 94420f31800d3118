package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sightline.detection.DetectorFamilies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every family against what its reference implementation found: {@code expected.json} of each folder below
 * {@code src/test/resources} that has a model, recorded by the scripts in {@code src/test/python}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FamilyParityTest {
    private static final Path RESOURCES = Path.of("src/test/resources");

    private final Map<String, InferenceEngine> engines = new HashMap<>();

    @AfterAll
    void close() {
        engines.values().forEach(InferenceEngine::close);
    }

    /** Folders with a model; that of dbnet comes from a package, and {@link DbnetParityTest} compares its outlines. */
    static Stream<String> fixtures() throws IOException {
        try (var folders = Files.list(RESOURCES)) {
            return folders
                    .filter(folder ->
                            Files.exists(folder.resolve("model.onnx")) && Files.exists(folder.resolve("expected.json")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    static Stream<Arguments> pictures() throws IOException {
        return fixtures()
                .flatMap(fixture -> fixture(fixture)
                        .expected()
                        .map(picture ->
                                Arguments.of(fixture, picture.get("picture").asText(), picture)));
    }

    @Test
    void looksAtEveryFamily() {
        assertThat(DetectorFamilies.standard().names())
                .allSatisfy(family -> assertThat(RESOURCES.resolve(family).resolve("expected.json"))
                        .exists());
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void looksAtFivePicturesAtLeast(String name) {
        assertThat(fixture(name).expected()).hasSizeGreaterThanOrEqualTo(5);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("pictures")
    void findsWhatTheReferenceFindsBestFirst(String name, String picture, JsonNode expected, @TempDir Path scratch) {
        // Given
        var fixture = fixture(name);
        var engine = engines.computeIfAbsent(name, unloaded -> fixture.engine(scratch));
        // When
        var inference = engine.detect(fixture.picture(expected), DetectionOptions.NONE);
        // Then
        ParityFixture.assertParity(inference, expected);
    }

    private static ParityFixture fixture(String name) {
        return new ParityFixture(RESOURCES.resolve(name), RESOURCES.resolve("pictures"));
    }
}
