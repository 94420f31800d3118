package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detection.ModelSignature;
import io.sightline.detection.TensorSignature;
import io.sightline.detection.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignaturesTest {
    private static final ModelSignature YOLO = signature("images", TensorType.FP32, List.of(1L, 3L, -1L, 640L), 84);

    @Test
    void whatWasLoggedHasToBeWhatTheModelTakes() {
        assertThat(InputRules.mismatch(List.of(), YOLO)).as("nothing was said").isEmpty();
        assertThat(InputRules.mismatch(said("images", "float32", -1L, 3L, 640L, -1L), YOLO))
                .isEmpty();
        assertThat(InputRules.mismatch(said("", "float32", 1L, 3L, 640L, 640L), YOLO))
                .as("the only input")
                .isEmpty();
    }

    @Test
    void eachDifferenceIsNamed() {
        assertMismatch(said("picture", "float32", 1L, 3L, 640L, 640L), "has an input picture");
        assertMismatch(said("images", "uint8", 1L, 3L, 640L, 640L), "says uint8 for input images");
        assertMismatch(said("images", "float32", 1L, 640L, 640L, 3L), "says [1, 640, 640, 3] for input images");
        assertMismatch(said("images", "float32", 3L, 640L, 640L), "says [3, 640, 640] for input images");
        var two = new DeclaredInput("orig_target_sizes", "int64", List.of(1L, 2L));
        assertMismatch(List.of(said("images", "float32", 1L, 3L, 640L, 640L).get(0), two), "has 2 inputs");
    }

    @Test
    void theSameSignatureIsNoChangeHoweverItWasStored() {
        var stored = SignatureRules.json(YOLO).replace(",", ", ").replace(":", ": ");

        assertThat(SignatureRules.change("parcels", stored, YOLO)).isEmpty();
    }

    @Test
    void anotherShapeOfTheOutputIsAChange() {
        var other = signature("images", TensorType.FP32, List.of(1L, 3L, -1L, 640L), 85);

        assertThat(SignatureRules.change("parcels", SignatureRules.json(YOLO), other))
                .hasValueSatisfying(rejection -> {
                    assertThat(rejection.reason()).isEqualTo(RejectionReason.SIGNATURE_CHANGED);
                    assertThat(rejection.message())
                            .contains(
                                    "[1,85,8400]",
                                    "[1,84,8400]",
                                    "sightline.models.parcels.allow-signature-change=true");
                });
    }

    private static void assertMismatch(List<DeclaredInput> said, String what) {
        assertThat(InputRules.mismatch(said, YOLO)).hasValueSatisfying(rejection -> {
            assertThat(rejection.reason()).isEqualTo(RejectionReason.SIGNATURE_MISMATCH);
            assertThat(rejection.message()).contains(what, "images FP32[1,3,?,640]");
        });
    }

    private static List<DeclaredInput> said(String name, String type, Long... shape) {
        return List.of(new DeclaredInput(name, type, List.of(shape)));
    }

    private static ModelSignature signature(String input, TensorType type, List<Long> shape, long channels) {
        return new ModelSignature(
                List.of(new TensorSignature(input, type, shape)),
                List.of(new TensorSignature("output0", TensorType.FP32, List.of(1L, channels, 8400L))));
    }
}
