package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.detection.Detection;
import io.sightline.detection.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against what {@code src/test/python/record_dbnet.py} recorded from the reference implementation. */
class DbnetParityTest {
    private static final Path EXPECTED = Path.of("src/test/resources/dbnet/expected.json");
    private static final Path PICTURES = Path.of("src/test/resources/pictures");

    private static InferenceEngine engine;

    @BeforeAll
    static void load(@TempDir Path folder) throws IOException {
        var model = TextDetectorModel.in(folder);
        Files.writeString(model.resolve("1/detector.yaml"), "{family: dbnet, input: {decode: full}}");
        engine = new ModelFolder(model).engine();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    static Stream<JsonNode> pictures() throws IOException {
        var recorded = new ObjectMapper().readTree(EXPECTED.toFile());
        return StreamSupport.stream(recorded.get("pictures").spliterator(), false);
    }

    @Test
    void looksAtTenPicturesAtLeast() throws IOException {
        assertThat(pictures()).hasSizeGreaterThanOrEqualTo(10);
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void findsWhatTheReferenceFinds(JsonNode expected) throws IOException {
        // Given
        var picture =
                Files.readAllBytes(PICTURES.resolve(expected.get("picture").asText()));
        // When
        var inference = engine.detect(picture, DetectionOptions.NONE);
        // Then
        assertThat(inference.width()).isEqualTo(expected.get("width").asInt());
        assertThat(inference.height()).isEqualTo(expected.get("height").asInt());
        assertThat(inference.detections())
                .hasSizeGreaterThanOrEqualTo(3)
                .hasSize(expected.get("detections").size());
        assertThat(inference.detections())
                .as("best first, as the families of other shapes")
                .isSortedAccordingTo(Comparator.comparing(Detection::score).reversed());
        var left = new ArrayList<>(inference.detections());
        for (var wanted : expected.get("detections")) {
            var nearest = left.stream()
                    .min(Comparator.comparingDouble(detection -> distance(detection, wanted, inference)))
                    .orElseThrow();
            assertThat(distance(nearest, wanted, inference))
                    .as("pixels between corners")
                    .isLessThanOrEqualTo(1.0001);
            assertThat((double) nearest.score()).isCloseTo(wanted.get("score").asDouble(), within(1e-3));
            left.remove(nearest);
        }
    }

    /** Farthest that a coordinate of a corner lies from the expected one, in pixels. */
    private static double distance(Detection detection, JsonNode wanted, Inference inference) {
        var farthest = 0.0;
        var corners = List.copyOf(detection.polygon());
        for (int i = 0; i < 4; i++) {
            var corner = wanted.get("box").get(i);
            farthest = Math.max(farthest, distance(corners.get(i), corner, inference));
        }
        return farthest;
    }

    private static double distance(Point point, JsonNode corner, Inference inference) {
        return Math.max(
                Math.abs(point.x() * inference.width() - corner.get(0).asDouble()),
                Math.abs(point.y() * inference.height() - corner.get(1).asDouble()));
    }
}
