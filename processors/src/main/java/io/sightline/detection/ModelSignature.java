package io.sightline.detection;

import java.util.List;

/** What a model takes and gives, in its own order. */
public record ModelSignature(List<TensorSignature> inputs, List<TensorSignature> outputs) {
    public ModelSignature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        if (inputs.isEmpty() || outputs.isEmpty()) {
            throw new IllegalArgumentException("a detector has at least one input and one output");
        }
    }

    /** Shapes of the outputs as the model declares them. */
    List<List<Long>> outputShapes() {
        return outputs.stream().map(TensorSignature::shape).toList();
    }

    /** The input that takes the picture: the first of four dimensions. */
    public TensorSignature picture() {
        for (var input : inputs) {
            if (input.shape().size() == 4) {
                return input;
            }
        }
        return inputs.get(0);
    }

    @Override
    public String toString() {
        return "inputs " + inputs + ", outputs " + outputs;
    }
}
