package io.sightline.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    private static TensorSignature tensor(String name, long... shape) {
        return new TensorSignature(
                name, TensorType.FP32, Arrays.stream(shape).boxed().toList());
    }
}
