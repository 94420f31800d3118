package io.sightline.detection;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A spec to begin with, for models that none of the families recognises. */
class FamilyNeededTest {
    private static final Map<String, String> TWO_CLASSES =
            Map.of("stride", "32", "task", "detect", "end2end", "False", "names", "{0: 'crate', 1: 'pallet'}");

    private final SpecReader reader = new SpecReader(DetectorFamilies.standard());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1,8400,84 | yolo
                    1,-1,-1   | yolo
                    1,100,6   | yolo-end2end
                    1,1,40,40 | dbnet
                    """)
    void beginsWithTheFamilyThatTheShapeSpeaksFor(String shape, String family) {
        refuses(Map.of(), signature("pixels", shape(shape)), "\nfamily: " + family + "   # one of dbnet, yolo, ");
    }

    @Test
    void beginsWithNoneWhenNothingSpeaksForOne() {
        refuses(Map.of(), signature("pixels", shape("1,1000")), "\nfamily:    # one of dbnet, yolo, ");
    }

    @Test
    void beginsWithTheFamilyOfTheNamesOfTheOutputs() {
        // Given
        var outputs = Stream.of("boxes", "scores", "labels")
                .map(name -> new TensorSignature(name, TensorType.FP32, List.of(1L, 300L)))
                .toList();
        var two = new ModelSignature(List.of(picture("images"), picture("size")), outputs);
        // When, then
        refuses(Map.of(), two, "\nfamily: rtdetr   # one of ");
    }

    @Test
    void saysOfATransposedExportThatItIsOne() {
        refuses(
                TWO_CLASSES,
                signature("images", shape("1,8400,6")),
                "with the 2 classes of its metadata the output has a row for each box, where yolo has a column: [1,6,n]",
                "Transpose with perm [0,2,1]",
                "\nfamily: yolo   # one of ");
    }

    @Test
    void saysWhichShapesTheNamesAskFor() {
        refuses(
                TWO_CLASSES,
                signature("images", shape("1,100,90")),
                "with the 2 classes of its metadata it would be [1,6,n] as yolo and [1,n,7] as yolov5");
    }

    private void refuses(Map<String, String> metadata, ModelSignature signature, String... messages) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> reader.read(Optional.empty(), List.of(), metadata, signature))
                .withMessageContainingAll(messages)
                .withMessageContaining("the key family is needed: no detector family fits the model's inputs");
    }

    private static ModelSignature signature(String input, List<Long> output) {
        return new ModelSignature(
                List.of(picture(input)), List.of(new TensorSignature("output0", TensorType.FP32, output)));
    }

    private static TensorSignature picture(String name) {
        return new TensorSignature(name, TensorType.FP32, List.of(1L, 3L, 640L, 640L));
    }

    private static List<Long> shape(String lengths) {
        return Arrays.stream(lengths.split(",")).map(Long::valueOf).toList();
    }
}
