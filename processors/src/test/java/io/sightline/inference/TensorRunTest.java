package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.detection.TensorType;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorRunTest {
    private InferenceEngine engine;

    @BeforeEach
    void load(@TempDir Path folder) {
        engine = new ModelFolder(folder)
                .with("1/model.onnx", TinyModel.map("Sigmoid", 0))
                .engine();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void runsOnTheCallersTensor() {
        // When
        var answer = engine.infer("tiny", Optional.empty(), List.of(zeros(1, 3, 2, 4)), Set.of());
        // Then the sigmoid of 0
        assertThat(answer.model().version()).isEqualTo("1");
        assertThat(answer.outputs()).hasSize(1).first().satisfies(output -> {
            assertThat(output.name()).isEqualTo("map");
            assertThat(output.shape()).containsExactly(1L, 1L, 2L, 4L);
            for (int i = 0; i < 8; i++) {
                assertThat(output.number(i)).isEqualTo(0.5);
            }
        });
    }

    @Test
    void answersOutputsThatStayWhenTheWorkerRunsAgain() {
        // Given
        var first = engine.infer("tiny", Optional.empty(), List.of(zeros(1, 3, 2, 4)), Set.of("map"));
        // When
        engine.infer("tiny", Optional.empty(), List.of(filled(9f, 1, 3, 2, 4)), Set.of("map"));
        // Then
        assertThat(first.outputs().get(0).number(0)).isEqualTo(0.5);
    }

    /** A name is a client's: a message that gives it back whole would be as long as the request. */
    @Test
    void cutsALongNameThatIsNotKnown() {
        var name = "y".repeat(100_000);
        var shown = "y".repeat(100) + "... is not known";

        refuses(List.of(tensor(name, TensorType.FP32, 96, 1, 3, 2, 4)), "input " + shown);
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> engine.infer("tiny", Optional.empty(), List.of(zeros(1, 3, 2, 4)), Set.of(name)))
                .withMessageContaining("output " + shown);
    }

    @Test
    void namesWhatDoesNotFit() {
        refuses(List.of(zeros(1, 4, 2, 4)), "input x has the shape [1, 4, 2, 4], the model takes x FP32[1,3,?,?]");
        refuses(List.of(zeros(3, 2, 4)), "input x has the shape [3, 2, 4]");
        refuses(List.of(), "input [x] is missing");
        refuses(List.of(zeros(1, 3, 2, 4), zeros(1, 3, 2, 4)), "input x is given twice");
        refuses(List.of(tensor("y", TensorType.FP32, 96, 1, 3, 2, 4)), "input y is not known; the model takes [x]");
        refuses(List.of(tensor("x", TensorType.INT32, 96, 1, 3, 2, 4)), "input x is INT32, the model takes x FP32");
        refuses(
                List.of(tensor("x", TensorType.FP32, 95, 1, 3, 2, 4)),
                "input x has 95 bytes, its shape [1, 3, 2, 4] of FP32 needs 96");
        refuses(List.of(tensor("x", TensorType.FP32, 0, 1, 3, -2, 4)), "input x has the shape [1, 3, -2, 4]");
        refuses(
                List.of(tensor("x", TensorType.FP32, 0, 1, 3, 1L << 40, 1L << 40)),
                "input x has the shape [1, 3, 1099511627776, 1099511627776], which is too large");
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> engine.infer("tiny", Optional.empty(), List.of(zeros(1, 3, 2, 4)), Set.of("boxes")))
                .withMessage("output boxes is not known; the model gives [map]");
    }

    @Test
    void describesWhatItRuns() {
        // When
        var description = engine.description("tiny", Optional.of("champion"));
        // Then
        assertThat(description.version().version()).isEqualTo("1");
        assertThat(description.signature()).hasToString("inputs [x FP32[1,3,?,?]], outputs [map FP32[1,1,?,?]]");
        assertThat(description.spec().family()).isEqualTo("dbnet");
    }

    private void refuses(List<RequestTensor> inputs, String message) {
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> engine.infer("tiny", Optional.empty(), inputs, Set.of()))
                .withMessageContaining(message)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID_PARAMETER));
    }

    private static RequestTensor zeros(long... shape) {
        return filled(0, shape);
    }

    private static RequestTensor filled(float value, long... shape) {
        var elements = 1;
        for (var length : shape) {
            elements = Math.toIntExact(elements * length);
        }
        var tensor = tensor("x", TensorType.FP32, 4 * elements, shape);
        var floats = tensor.bytes().asFloatBuffer();
        while (floats.hasRemaining()) {
            floats.put(value);
        }
        return tensor;
    }

    private static RequestTensor tensor(String name, TensorType type, int bytes, long... shape) {
        return new RequestTensor(
                name,
                type,
                Arrays.stream(shape).boxed().toList(),
                ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }
}
