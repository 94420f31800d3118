package io.sightline.mlflow;

import static io.sightline.mlflow.MlflowClientTest.is;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.FailureCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MlModelTest {
    private static final String ONNX = "flavors: {onnx: {data: m.onnx}}\n";

    @Test
    void readsWhatMlflowsOwnClientWrites() {
        var model = MlModel.parse(Recorded.bytes("MLmodel-external-data"));

        assertThat(model)
                .isEqualTo(new MlModel(
                        new ArtifactPath("model.onnx"),
                        List.of(new MlModel.Input("images", "float32", List.of(-1L, 3L, 32L, 32L)))));
    }

    /** It says "any" of tensors that it was not told more of. */
    @Test
    void takesASignatureWithoutTensorsForNone() {
        var model = MlModel.parse(Recorded.bytes("MLmodel-one-file"));

        assertThat(model).isEqualTo(new MlModel(new ArtifactPath("model.onnx"), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "signature: null", "signature: {inputs: null}"})
    void needsNoSignature(String signature) {
        assertThat(parse(ONNX + signature).inputs()).isEmpty();
    }

    @Test
    void readsATensorWithoutAName() {
        var model = parse(
                ONNX
                        + "signature: {inputs: '[{\"type\": \"tensor\", \"tensor-spec\": {\"dtype\": \"uint8\", \"shape\": []}}]'}");

        assertThat(model.inputs()).containsExactly(new MlModel.Input("", "uint8", List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "flavors: {sklearn: {}, python_function: {}} | has no flavor onnx, but [python_function, sklearn]",
                "artifact_path: model | has no flavor onnx, but none at all",
                "'' | has no flavor onnx",
                "[] | has no flavor onnx",
                "flavors: {onnx: text} | has no flavor onnx",
                "flavors: {onnx: {data: a.onnx}, onnx: {data: b.onnx}} | Duplicate field 'onnx'",
                "flavors: {onnx: {data: a.onnx, data: b.onnx}} | Duplicate field 'data'",
                "flavors: {onnx: {}} | does not say which file is the model",
                "flavors: {onnx: {data: [a.onnx, b.onnx]}} | does not say which file is the model",
                "flavors: {onnx: {data: 1}} | does not say which file is the model",
                "flavors: {onnx: {data: ../../a.onnx}} | is none inside its folder",
                "flavors: {onnx: {data: /etc/passwd}} | is none inside its folder",
                "flavors: {onnx: | cannot be read",
                "!!javax.script.ScriptEngineManager [] | has no flavor onnx"
            })
    void refusesWhatSaysNothingClearOfAnOnnxModel(String text, String why) {
        assertThatThrownBy(() -> parse(text))
                .satisfies(is(FailureCode.MODEL_UNUSABLE))
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'['",
                "'[{\"type\": \"tensor\"}]'",
                "'[{\"type\": \"tensor\", \"tensor-spec\": {\"dtype\": \"float32\", \"shape\": [\"a\"]}}]'"
            })
    void refusesASignatureThatCannotBeRead(String inputs) {
        assertThatThrownBy(() -> parse(ONNX + "signature: {inputs: " + inputs + "}"))
                .satisfies(is(FailureCode.MODEL_UNUSABLE))
                .hasMessageContaining("signature.inputs");
    }

    @Test
    void isBounded() {
        var deep = "[".repeat(100_000);
        var long_ = ONNX + "#" + "x".repeat(MlModel.LONGEST);

        assertThatThrownBy(() -> parse(deep)).satisfies(is(FailureCode.MODEL_UNUSABLE));
        assertThatThrownBy(() -> parse(long_)).satisfies(is(FailureCode.MODEL_UNUSABLE));
    }

    /** Ten aliases of ten aliases and so on: nobody follows them. */
    @Test
    void followsNoAliases() {
        var bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(10) + "]\n");
        }

        assertThat(parse(bomb + ONNX).data()).isEqualTo(new ArtifactPath("m.onnx"));
    }

    private static MlModel parse(String text) {
        return MlModel.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
