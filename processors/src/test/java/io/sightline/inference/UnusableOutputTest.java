package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.picture.DrawnPicture;
import io.sightline.protocol.OpenInference;
import io.sightline.protocol.RequestReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a picture, or of a tensor, for which a model gives numbers that cannot be. */
class UnusableOutputTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** A map of logits, which lie within 0 to 1 for the grey of the first run alone. */
    @Test
    void scoresThatAreNoneFailTheirFrameAndNameOutputModelAndValue() {
        try (var engine = tiny("Identity").engine()) {
            for (var grey : new int[] {0, 255}) {
                assertThatExceptionOfType(PermanentFailure.class)
                        .isThrownBy(() -> engine.detect(grey(grey), DetectionOptions.NONE))
                        .withMessageStartingWith(
                                "model tiny version 1: the output map holds " + (grey == 0 ? "-" : "2."))
                        .withMessageContaining(
                                "where a score within 0 to 1 must be; the export probably lacks the sigmoid")
                        .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.OUTPUT_OUT_OF_RANGE));
            }
            assertThat(engine.detect(grey(120), DetectionOptions.NONE).width()).isEqualTo(64);
        }
    }

    /** The arc cosine of nothing is more than 1. */
    @Test
    void aModelWhoseFirstRunGivesSuchScoresDoesNotLoad() {
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> tiny("Acos").engine())
                .withMessageContaining("does not run as family dbnet: the output map holds 1.57")
                .withMessageContaining("lacks the sigmoid")
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.MODEL_UNKNOWN));
    }

    /** The logarithm of nothing is infinite, which a black picture alone may be to blame for. */
    @Test
    void aPictureIsAnsweredAlikeByBothProtocols() {
        try (var engine = tiny("Log").engine()) {
            var protocol = new OpenInference(engine, new RequestReader(1 << 20));
            assertThatExceptionOfType(PermanentFailure.class)
                    .isThrownBy(() -> protocol.infer("tiny", Optional.empty(), grey(0), OptionalLong.of(0)))
                    .withMessageContaining("the output map of model tiny version 1 holds NaN or infinity")
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.OUTPUT_NOT_FINITE))
                    .satisfies(
                            failure -> assertThat(failure.code().httpStatus()).isEqualTo(500));
        }
    }

    @Test
    void tensorsAreAnsweredInBytesAndRefusedInJson() {
        try (var engine = tiny("Log").engine()) {
            // Given
            var protocol = new OpenInference(engine, new RequestReader(1 << 20));
            var input = "{'name': 'x', 'shape': [1, 3, 1, 1], 'datatype': 'FP32', 'data': [0, 0, 0]}";
            // When, then
            assertThatExceptionOfType(PermanentFailure.class)
                    .isThrownBy(() -> infer(protocol, "{'inputs': [" + input + "]}"))
                    .withMessageContaining("Element 0 of output map is -Infinity, which JSON cannot hold")
                    .withMessageContaining("ask for it as bytes, by the parameter binary_data of the output")
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.NOT_ACCEPTABLE))
                    .satisfies(
                            failure -> assertThat(failure.code().httpStatus()).isEqualTo(406));
            var bytes = infer(protocol, "{'parameters': {'binary_data_output': true}, 'inputs': [" + input + "]}");
            assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getFloat(bytes.length - 4))
                    .isEqualTo(Float.NEGATIVE_INFINITY);
        }
    }

    private static byte[] infer(OpenInference protocol, String json) {
        var body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return protocol.infer("tiny", Optional.empty(), body, OptionalLong.empty())
                .bytes();
    }

    private ModelFolder tiny(String function) {
        return new ModelFolder(folder).with("1/model.onnx", TinyModel.map(function, 0));
    }

    private static byte[] grey(int value) {
        try (var drawn = new DrawnPicture(64, 64, value)) {
            return drawn.encode(".png");
        }
    }
}
