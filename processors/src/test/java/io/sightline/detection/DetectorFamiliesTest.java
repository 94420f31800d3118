package io.sightline.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DetectorFamiliesTest {
    private final DetectorFamilies families = DetectorFamilies.standard();

    @ParameterizedTest
    @CsvSource({
        "images, 640, output0, 84, 8400, yolo",
        "images, 320, output0, 5, 2100, yolo",
        "images, 640, output0, 25200, 85, yolov5",
        "images, 640, output0, 25200, 6, yolov5",
        "images, 640, output0, 300, 6, yolo-end2end",
    })
    void recogniseYoloByTheNumberOfItsCells(
            String input, long side, String output, long rows, long columns, String family) {
        // Given
        var signature =
                new ModelSignature(List.of(tensor(input, 1, 3, side, side)), List.of(tensor(output, 1, rows, columns)));
        // When, then
        assertThat(families.recognising(signature)).map(DetectorFamily::name).contains(family);
    }

    @ParameterizedTest
    @CsvSource({
        "images, 640, 84, 8399",
        "images, -1, 84, -1",
        "images, 640, 100, 6",
        "images, 640, 300, 84",
        "pixels, 640, 84, 8400",
    })
    void recogniseNothingThatMightBeSomethingElse(String input, long side, long rows, long columns) {
        // Given
        var signature = new ModelSignature(
                List.of(tensor(input, 1, 3, side, side)), List.of(tensor("output0", 1, rows, columns)));
        // When, then
        assertThat(families.recognising(signature)).isEmpty();
    }

    @Test
    void recogniseTransformersByTheirNames() {
        // Given
        var rtdetr = new ModelSignature(
                List.of(tensor("images", -1, 3, 640, 640), tensor("orig_target_sizes", -1, 2)),
                List.of(tensor("labels", -1, 300), tensor("boxes", -1, 300, 4), tensor("scores", -1, 300)));
        var rfdetr = new ModelSignature(
                List.of(tensor("input", 1, 3, 560, 560)),
                List.of(tensor("dets", 1, 300, 4), tensor("labels", 1, 300, 91)));
        // When, then
        assertThat(families.recognising(rtdetr)).map(DetectorFamily::name).contains("rtdetr");
        assertThat(families.recognising(rfdetr)).map(DetectorFamily::name).contains("rfdetr");
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void recogniseWhatUpstreamExports(String family, ModelSignature signature) {
        assertThat(families.recognising(signature)).map(DetectorFamily::name).contains(family);
    }

    static Stream<Arguments> signatures() {
        return Stream.of(
                Arguments.of(
                        "ssd",
                        new ModelSignature(
                                List.of(tensor("images", 1, 3, -1, -1)),
                                List.of(tensor("boxes", -1, 4), tensor("scores", -1), tensor("labels", -1)))),
                Arguments.of(
                        "ssd",
                        new ModelSignature(
                                List.of(tensor("image_tensor:0", 1, -1, -1, 3)),
                                List.of(
                                        tensor("detection_boxes:0", 1, 100, 4),
                                        tensor("detection_classes:0", 1, 100),
                                        tensor("detection_scores:0", 1, 100),
                                        tensor("num_detections:0", 1)))),
                Arguments.of(
                        "centerface",
                        new ModelSignature(
                                List.of(tensor("input.1", 10, 3, 32, 32)),
                                List.of(
                                        tensor("537", 10, 1, 8, 8),
                                        tensor("538", 10, 2, 8, 8),
                                        tensor("539", 10, 2, 8, 8),
                                        tensor("540", 10, 10, 8, 8)))),
                Arguments.of(
                        "scrfd",
                        new ModelSignature(
                                List.of(tensor("input.1", 1, 3, -1, -1)),
                                Stream.of(1, 4, 10)
                                        .flatMap(width -> Stream.of(12800, 3200, 800)
                                                .map(rows -> tensor(width + "x" + rows, rows, width)))
                                        .toList())),
                Arguments.of(
                        "picodet",
                        new ModelSignature(
                                List.of(tensor("image", 1, 3, 320, 320), tensor("scale_factor", 1, 2)),
                                List.of(tensor("multiclass_nms3_0.tmp_0", -1, 6), tensor("tmp_2", 1)))),
                Arguments.of(
                        "picodet",
                        new ModelSignature(
                                List.of(tensor("image", 1, 3, 800, 608)),
                                Stream.of(10, 32)
                                        .flatMap(width -> Stream.of(7600, 1900, 475, 130)
                                                .map(rows -> tensor(width + "x" + rows, 1, rows, width)))
                                        .toList())));
    }

    private static TensorSignature tensor(String name, long... shape) {
        return new TensorSignature(
                name, TensorType.FP32, Arrays.stream(shape).boxed().toList());
    }
}
