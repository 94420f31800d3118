package io.sightline.detection;

import java.util.List;

/** What a model takes and gives, in its own order; the first input is the picture. */
public record ModelSignature(List<TensorSignature> inputs, List<TensorSignature> outputs) {
    public ModelSignature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        if (inputs.isEmpty() || outputs.isEmpty()) {
            throw new IllegalArgumentException("a detector has at least one input and one output");
        }
    }

    @Override
    public String toString() {
        return "inputs " + inputs + ", outputs " + outputs;
    }
}
