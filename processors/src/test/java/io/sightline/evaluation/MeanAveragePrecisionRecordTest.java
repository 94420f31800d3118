package io.sightline.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.detection.Box;
import io.sightline.detection.Detection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what {@code src/test/python/record_precision.py} recorded from pycocotools. */
class MeanAveragePrecisionRecordTest {
    private static final Path RECORDS = Path.of("src/test/resources/precision");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double CLOSE = 1e-6;

    @ParameterizedTest
    @ValueSource(strings = {"plain", "crowds", "ties"})
    void isWhatPycocotoolsSays(String name) throws IOException {
        // Given
        var record = JSON.readTree(RECORDS.resolve(name + ".json").toFile());
        var set = GoldenSet.read(name, JSON.writeValueAsBytes(record.get("golden")));
        var labels = new HashSet<String>();
        record.get("detections").forEach(row -> labels.add(row.get(1).asText()));
        // When
        var found = MeanAveragePrecision.of(set, labels, detections(set, record.get("detections")));
        // Then
        var answer = record.get("answer");
        assertThat(found.value()).isCloseTo(answer.get("meanAveragePrecision").asDouble(), within(CLOSE));
        assertThat(found.classes()).hasSize(answer.get("categories").size());
        for (int i = 0; i < found.classes().size(); i++) {
            requireEqual(found.classes().get(i), answer.get("categories").get(i));
        }
    }

    private static void requireEqual(ClassAveragePrecision found, JsonNode answer) {
        var averagePrecision = answer.get("averagePrecision").asDouble();
        assertThat(found.category()).isEqualTo(answer.get("name").asText());
        if (averagePrecision < 0) {
            assertThat(found.averagePrecision()).as(found.category()).isEmpty();
            assertThat(found.groundTruths()).isZero();
            return;
        }
        assertThat(found.averagePrecision().orElseThrow())
                .as(found.category())
                .isCloseTo(averagePrecision, within(CLOSE));
        assertThat((double) found.truePositives() / found.groundTruths())
                .as("recall of " + found.category())
                .isCloseTo(answer.get("recall").asDouble(), within(CLOSE));
    }

    /** Rows of image, label, score, x, y, width and height; those of an image keep their order. */
    private static List<List<Detection>> detections(GoldenSet set, JsonNode rows) {
        var byPicture = new HashMap<Long, List<Detection>>();
        for (var row : rows) {
            var box = new Box(number(row, 3), number(row, 4), number(row, 5), number(row, 6));
            var found = byPicture.computeIfAbsent(row.get(0).asLong(), id -> new ArrayList<>());
            found.add(new Detection(found.size(), 0, row.get(1).asText(), number(row, 2), box, List.of()));
        }
        return set.pictures().stream()
                .map(picture -> byPicture.getOrDefault(picture.id(), List.of()))
                .toList();
    }

    private static float number(JsonNode row, int index) {
        return (float) row.get(index).asDouble();
    }
}
