package io.sightline.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
        var spec = reader.read(Optional.empty(), List.of(), EXPORTED, signature(-1, -1, 6, -1));
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
        var spec = reader.read(Optional.empty(), List.of(), written, signature(640, 640, 25200, 6));
        // Then
        assertThat(spec.family()).isEqualTo("yolov5");
        assertThat(spec.labels()).containsExactly("crate");
    }

    @Test
    void countsLessThanWhatIsWrittenBeside() {
        // When
        var spec = reader.read(
                Optional.of("{thresholds: {score: 0.6}, labels: [box, board]}"),
                List.of(),
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

    /** Eighty names with an output for one class, in either layout. */
    @ParameterizedTest
    @CsvSource({"25200, 6, 1, yolov5", "5, 8400, 1, yolo", "25200, 90, 85, yolov5"})
    void refusesNamesInAnotherNumberThanTheOutputHasClasses(int rows, int columns, int classes, String family) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> readOlder(Optional.empty(), List.of(), signature(640, 640, rows, columns)))
                .withMessage("the model's metadata names 80 classes, its output output0 FP32[1," + rows + "," + columns
                        + "] has " + classes + " as the family " + family
                        + " reads it: export the model again, or name its " + classes
                        + " classes by labels in detector.yaml or by labels.txt, which count before the metadata");
    }

    @Test
    void leavesNamesOfTheWrongNumberToLabelsThatAreWritten() {
        // Given
        var signature = signature(640, 640, 25200, 6);
        // When
        var beside = readOlder(Optional.of("labels: [crate]"), List.of(), signature);
        var file = readOlder(Optional.empty(), List.of("crate"), signature);
        // Then
        assertThat(beside.labels()).containsExactly("crate");
        assertThat(file).isEqualTo(beside);
    }

    @Test
    void givesLabelsAndSizeToAFamilyThatIsWrittenWhereTheShapeTellsNone() {
        // When
        var spec = reader.read(Optional.of("family: yolo"), List.of(), EXPORTED, signature(-1, -1, -1, -1));
        // Then
        assertThat(spec.labels()).containsExactly("crate", "pallet");
        assertThat(spec.input().height()).isEqualTo(480);
    }

    @Test
    void refusesATransposedOutputForAFamilyThatIsWritten() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() ->
                        reader.read(Optional.of("family: yolo"), List.of(), EXPORTED, signature(640, 640, 8400, 6)))
                .withMessageContaining("the output output0 FP32[1,8400,6] has a row for each box")
                .withMessageContaining("Transpose with perm [0,2,1]");
    }

    /** As the exporter of YOLOv5 wrote it, of a model of COCO's classes. */
    private DetectorSpec readOlder(Optional<String> written, List<String> labels, ModelSignature signature) {
        var names =
                IntStream.range(0, 80).mapToObj(i -> "'name " + i + "'").collect(Collectors.joining(", ", "[", "]"));
        return reader.read(written, labels, Map.of("stride", "32", "names", names), signature);
    }

    private DetectorSpec read(Map<String, String> changes, ModelSignature signature) {
        var metadata = new HashMap<>(EXPORTED);
        metadata.putAll(changes);
        return reader.read(Optional.empty(), List.of(), metadata, signature);
    }

    private static ModelSignature signature(long height, long width, long rows, long columns) {
        return new ModelSignature(
                List.of(new TensorSignature("images", TensorType.FP32, List.of(1L, 3L, height, width))),
                List.of(new TensorSignature("output0", TensorType.FP32, List.of(1L, rows, columns))));
    }
}
