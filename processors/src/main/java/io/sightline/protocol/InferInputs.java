package io.sightline.protocol;

import io.sightline.inference.RequestTensor;
import java.util.List;

/** What a model is to run on. */
public sealed interface InferInputs {
    /** The model's own inputs; their bytes are slices of the request where they came as bytes. */
    record Tensors(List<RequestTensor> tensors) implements InferInputs {
        public Tensors {
            tensors = List.copyOf(tensors);
        }
    }

    /** An encoded picture, which the detector prepares by itself; answered by detections. */
    record EncodedPicture(byte[] bytes) implements InferInputs {}
}
