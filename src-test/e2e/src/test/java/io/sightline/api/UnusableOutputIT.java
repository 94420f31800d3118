package io.sightline.api;

import static io.sightline.api.OpenInference.JSON_LENGTH;
import static io.sightline.api.OpenInference.error;
import static io.sightline.api.OpenInference.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.inference.InferenceEngine;
import io.sightline.inference.ModelDirectory;
import io.sightline.model.SmallDetector;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A model that gives no usable numbers for a picture is answered with the same status by both contracts. */
@ExtendWith(ApiRuntime.class)
class UnusableOutputIT {
    private static final String MODEL = "astray";
    private static final String INFER = "/v2/models/" + MODEL + "/infer";

    private final Api api;
    private final OpenInference client;
    private final InferenceEngine engine;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    UnusableOutputIT(Api api) {
        this.api = api;
        this.client = new OpenInference(api);
        this.engine = api.bean(InferenceEngine.class);
    }

    @AfterEach
    void unload() {
        engine.unload(MODEL);
    }

    @Test
    void isTheSameFailureUnderBothContractsForNan() {
        serve(SmallDetector.notFinite(folder));

        failsUnderBoth("OUTPUT_NOT_FINITE", "the output map of model astray version 1 holds NaN or infinity");
    }

    @Test
    void isTheSameFailureUnderBothContractsForScoresThatAreNone() {
        serve(SmallDetector.withoutSigmoid(folder));

        failsUnderBoth("OUTPUT_OUT_OF_RANGE", "model astray version 1: the output map holds ");
    }

    @Test
    void isGivenAsItIsForTensorsInBytesAndRefusedInJson() {
        serve(SmallDetector.notFinite(folder));
        var input = OpenInference.INPUT;

        var refused = tensors("{'inputs': [" + input + "]}");
        var given = tensors("{'parameters': {'binary_data_output': true}, 'inputs': [" + input + "]}");

        assertThat(error(refused, 406)).contains("map is NaN", "binary_data_output");
        assertThat(given.statusCode()).isEqualTo(200);
        assertThat(given.headers().firstValue(JSON_LENGTH)).isPresent();
    }

    private HttpResponse<byte[]> tensors(String text) {
        var body = OpenInference.joined(json(text), OpenInference.TENSOR);
        return client.post(
                INFER,
                request -> request.header(JSON_LENGTH, Integer.toString(json(text).length))
                        .POST(BodyPublishers.ofByteArray(body)));
    }

    private void failsUnderBoth(String code, String message) {
        var picture = Pictures.encoded("jpeg");

        var first = api.post("/v1/inference?model=" + MODEL, "image/jpeg", picture);
        var second = client.post(INFER, request -> request.POST(BodyPublishers.ofByteArray(picture)));

        assertThat(first.statusCode()).isEqualTo(500);
        assertThat(Api.json(first).path("code").asText()).isEqualTo(code);
        assertThat(Api.json(first).path("detail").asText()).contains(message);
        assertThat(error(second, 500)).contains(message);
    }

    private void serve(Path model) {
        engine.load(new ModelDirectory(MODEL, model, "champion"));
    }
}
