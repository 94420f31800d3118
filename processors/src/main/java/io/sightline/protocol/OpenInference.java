package io.sightline.protocol;

import io.sightline.inference.DetectionOptions;
import io.sightline.inference.InferenceEngine;
import java.util.Optional;
import java.util.OptionalLong;

/** Answers requests to run a model, on tensors or on encoded pictures. */
public record OpenInference(InferenceEngine engine, RequestReader reader) {
    /**
     * Runs a model.
     *
     * @param version a version or an alias; empty for the one that serves
     * @param jsonLength value of the header {@code Inference-Header-Content-Length}
     * @throws io.sightline.failure.PermanentFailure MODEL_UNKNOWN, INVALID_PARAMETER, or what is wrong with the
     *     picture; OUTPUT_NOT_FINITE when the model's output for a picture holds NaN or infinity, OUTPUT_OUT_OF_RANGE
     *     when it holds a score that is none, NOT_ACCEPTABLE when that for tensors is none and JSON is to hold it
     * @throws io.sightline.failure.TransientFailure MODEL_NOT_SERVING, or OVERLOADED
     */
    public ProtocolBody infer(String model, Optional<String> version, byte[] body, OptionalLong jsonLength) {
        var signature = engine.description(model, version).signature();
        var request = reader.read(body, jsonLength, signature);
        if (request.inputs() instanceof InferInputs.EncodedPicture picture) {
            AnswerWriter.requireKnown(request, DetectionTensors.NAMES);
            var options = new DetectionOptions(
                    Optional.of(model),
                    version,
                    request.parameters().minConfidence(),
                    request.parameters().maxDetections(),
                    Optional.empty());
            var inference = engine.detect(picture.bytes(), options);
            return AnswerWriter.write(request, inference.model(), DetectionTensors.of(inference.detections()));
        }
        var tensors = ((InferInputs.Tensors) request.inputs()).tensors();
        var answer = engine.infer(model, version, tensors, request.outputNames());
        return AnswerWriter.write(request, answer.model(), answer.outputs());
    }
}
