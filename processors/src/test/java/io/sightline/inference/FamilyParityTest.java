package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.detection.Detection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every family against what its reference implementation found: {@code expected.json} of each folder below
 * {@code src/test/resources} that is named here, recorded by the scripts in {@code src/test/python}.
 */
class FamilyParityTest {
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final Path PICTURES = RESOURCES.resolve("pictures");
    private static final Map<String, InferenceEngine> ENGINES = new HashMap<>();

    @BeforeAll
    static void load(@TempDir Path folder) {
        fixtures().forEach(fixture -> ENGINES.put(fixture, engine(fixture, folder)));
    }

    @AfterAll
    static void close() {
        ENGINES.values().forEach(InferenceEngine::close);
        ENGINES.clear();
    }

    /** Folders with {@code expected.json}, {@code model.onnx} and, where the model says too little, more files. */
    static Stream<String> fixtures() {
        return Stream.of("yolo", "yolov5", "yolo-end2end", "rtdetr", "rtdetr-padded", "rfdetr");
    }

    static Stream<Arguments> pictures() {
        return fixtures()
                .flatMap(fixture -> StreamSupport.stream(
                                expected(fixture).get("pictures").spliterator(), false)
                        .map(picture ->
                                Arguments.of(fixture, picture.get("picture").asText(), picture)));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void looksAtFivePicturesAtLeast(String fixture) {
        assertThat(expected(fixture).get("pictures")).hasSizeGreaterThanOrEqualTo(5);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("pictures")
    void findsWhatTheReferenceFindsInTheSameOrder(String fixture, String name, JsonNode expected) throws IOException {
        // Given
        var engine = Objects.requireNonNull(ENGINES.get(fixture));
        var picture = Files.readAllBytes(PICTURES.resolve(name));
        // When
        var inference = engine.detect(picture, DetectionOptions.NONE);
        // Then
        assertThat(inference.width()).isEqualTo(expected.get("width").asInt());
        assertThat(inference.height()).isEqualTo(expected.get("height").asInt());
        var wanted = expected.get("detections");
        assertThat(inference.detections()).hasSizeGreaterThanOrEqualTo(3).hasSize(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            var found = inference.detections().get(i);
            assertThat(found.classId())
                    .as("class of detection %d", i)
                    .isEqualTo(wanted.get(i).get("classId").asInt());
            assertThat((double) found.score())
                    .as("score of detection %d", i)
                    .isCloseTo(wanted.get(i).get("score").asDouble(), within(1e-3));
            assertThat(distance(found, wanted.get(i).get("box"), inference))
                    .as("pixels between the edges of detection %d", i)
                    .isLessThanOrEqualTo(1);
        }
    }

    /** Farthest that an edge lies from the expected one, in pixels. */
    private static double distance(Detection detection, JsonNode wanted, Inference inference) {
        var box = detection.box();
        var edges = List.of(
                box.x() * inference.width(),
                box.y() * inference.height(),
                (box.x() + box.width()) * inference.width(),
                (box.y() + box.height()) * inference.height());
        return IntStream.range(0, 4)
                .mapToDouble(i -> Math.abs(edges.get(i) - wanted.get(i).asDouble()))
                .max()
                .orElseThrow();
    }

    private static JsonNode expected(String fixture) {
        try {
            return new ObjectMapper()
                    .readTree(
                            RESOURCES.resolve(fixture).resolve("expected.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fixture's model, laid out as a model folder. */
    private static InferenceEngine engine(String fixture, Path folder) {
        var source = RESOURCES.resolve(fixture);
        var model = new ModelFolder(folder.resolve(fixture));
        for (var file : List.of("model.onnx", "detector.yaml", "labels.txt")) {
            if (Files.exists(source.resolve(file))) {
                model.with("1/" + file, content(source.resolve(file)));
            }
        }
        return model.engine();
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
