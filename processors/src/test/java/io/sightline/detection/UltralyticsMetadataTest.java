package io.sightline.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UltralyticsMetadataTest {
    private static final Map<String, String> EXPORTED = Map.of(
            "stride",
            "32",
            "task",
            "detect",
            "imgsz",
            "[480, 640]",
            "names",
            "{0: 'crate', 1: 'pallet'}",
            "end2end",
            "False",
            "args",
            "{'nms': None}");

    private final SpecReader reader = new SpecReader(DetectorFamilies.standard());

    @Test
    void givesFamilySizeAndLabels() {
        // When
        var spec = reader.read(Optional.empty(), EXPORTED, signature(-1, -1, 6, -1));
        // Then
        assertThat(spec.family()).isEqualTo("yolo");
        assertThat(spec.labels()).containsExactly("crate", "pallet");
        assertThat(spec.input().width()).isEqualTo(640);
        assertThat(spec.input().height()).isEqualTo(480);
        assertThat(spec.input().resize()).isEqualTo(InputSpec.Resize.LETTERBOX);
        assertThat(spec.input().padding()).isEqualTo(114);
    }

    @ParameterizedTest
    @CsvSource({
        "False, 6, 8400, yolo",
        "False, 25200, 7, yolov5",
        "True, 300, 6, yolo-end2end",
        "False, 6, 6, yolo",
        "False, -1, 7, yolov5"
    })
    void tellsTheFamilyByTheShapeOfTheOutput(String endToEnd, long rows, long columns, String family) {
        assertThat(read(Map.of("end2end", endToEnd), signature(640, 640, rows, columns))
                        .family())
                .isEqualTo(family);
    }

    @Test
    void knowsSuppressionInsideByTheArgumentsOfTheExport() {
        assertThat(read(Map.of("args", "{'nms': True}"), signature(640, 640, 300, 6))
                        .family())
                .isEqualTo("yolo-end2end");
    }

    @Test
    void takesARowOfSixWithoutATaskForYolov5OfOneClass() {
        // Given
        var written = Map.of("stride", "32", "names", "['crate']");
        // When
        var spec = reader.read(Optional.empty(), written, signature(640, 640, 25200, 6));
        // Then
        assertThat(spec.family()).isEqualTo("yolov5");
        assertThat(spec.labels()).containsExactly("crate");
    }

    @Test
    void countsLessThanWhatIsWrittenBeside() {
        // When
        var spec = reader.read(
                Optional.of("{thresholds: {score: 0.6}, labels: [box, board]}"),
                EXPORTED,
                signature(640, 640, 6, 8400));
        // Then
        assertThat(spec.family()).isEqualTo("yolo");
        assertThat(spec.threshold("score")).isEqualTo(0.6);
        assertThat(spec.labels()).containsExactly("box", "board");
    }

    @Test
    void leavesTheSizeToAModelThatFixesIt() {
        // When
        var spec = read(Map.of("imgsz", "[320, 320]"), signature(640, 480, 6, 6300));
        // Then
        assertThat(spec.input().width()).isEqualTo(480);
        assertThat(spec.input().height()).isEqualTo(640);
    }

    /** The key points of a pose and the angle of a turned box would be taken for the scores of classes. */
    @ParameterizedTest
    @CsvSource({"pose, 56", "obb, 7", "segment, 38"})
    void refusesAnotherTaskWhoseOutputLooksLikeBoxes(String task, int rows) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> read(Map.of("task", task), signature(640, 640, rows, 8400)))
                .withMessageContaining("the model was exported for the task " + task);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    names | {0: 'crate', 2: 'pallet'} | has no name for class 1
                    names | {0: 'crate' | metadata key names: the literal ends early
                    end2end | yes | metadata key end2end: unexpected 'y' at character 0
                    """)
    void namesTheKeyThatCannotBeRead(String key, String value, String message) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> read(Map.of(key, value), signature(640, 640, 6, 6)))
                .withMessageContaining(message);
    }

    private DetectorSpec read(Map<String, String> changes, ModelSignature signature) {
        var metadata = new HashMap<>(EXPORTED);
        metadata.putAll(changes);
        return reader.read(Optional.empty(), metadata, signature);
    }

    private static ModelSignature signature(long height, long width, long rows, long columns) {
        return new ModelSignature(
                List.of(new TensorSignature("images", TensorType.FP32, List.of(1L, 3L, height, width))),
                List.of(new TensorSignature("output0", TensorType.FP32, List.of(1L, rows, columns))));
    }
}
