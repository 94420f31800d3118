package io.sightline.inference;

import io.sightline.detection.OutputTensor;
import java.util.List;

/**
 * What one run of a model on a caller's own tensors gave.
 *
 * @param outputs what was asked for, in the model's order; in memory of their own
 */
public record TensorAnswer(ModelVersion model, List<OutputTensor> outputs) {
    public TensorAnswer {
        outputs = List.copyOf(outputs);
    }
}
