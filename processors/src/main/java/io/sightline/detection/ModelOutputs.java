package io.sightline.detection;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** What families ask of the outputs of a run. */
final class ModelOutputs {
    private ModelOutputs() {}

    /**
     * The output of this name.
     *
     * @throws IllegalArgumentException when the model has none
     */
    static OutputTensor named(String name, List<OutputTensor> outputs) {
        return outputs.stream()
                .filter(output -> output.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the model has no output " + name + ", it has "
                        + outputs.stream().map(OutputTensor::name).toList()));
    }

    /**
     * The only output, of three dimensions for one picture.
     *
     * @throws IllegalArgumentException when the model has more outputs, or one of another shape
     */
    static OutputTensor only(List<OutputTensor> outputs) {
        var output = outputs.get(0);
        if (outputs.size() > 1 || output.shape().size() != 3 || output.dimension(0) != 1) {
            throw new IllegalArgumentException("one output of shape [1,?,?] was expected, the model gives "
                    + outputs.stream()
                            .map(tensor -> tensor.name() + tensor.shape())
                            .toList());
        }
        return output;
    }

    /** The elements of an output of floats; those of FP16, which exporters write on wish, are widened. */
    static FloatBuffer floats(OutputTensor output) {
        if (output.type() != TensorType.FP16) {
            return output.floats();
        }
        var count = output.elements();
        var widened = FloatBuffer.allocate(count);
        for (int i = 0; i < count; i++) {
            widened.put(i, (float) output.number(i));
        }
        return widened;
    }

    /**
     * Refuses outputs that are not what a family reads.
     *
     * @param wanted what it reads, in words
     * @throws IllegalArgumentException with what is wanted and what there is
     */
    static void require(boolean fits, String wanted, List<OutputTensor> outputs) {
        if (!fits) {
            throw new IllegalArgumentException(wanted + " were expected, the model gives "
                    + outputs.stream()
                            .map(tensor -> tensor.name() + tensor.shape())
                            .toList());
        }
    }

    /** As the other, where some slots of the output may be no class, such as the background. */
    static void requireLabelsWithin(int classes, DetectorSpec spec) {
        if (classes < 1 || spec.labels().size() > classes) {
            throw labels(classes, spec);
        }
    }

    /** Names of classes are all or none; another number of them belongs to another model. */
    static void requireLabelsFor(int classes, DetectorSpec spec) {
        if (classes < 1 || (spec.namesClasses() && spec.labels().size() != classes)) {
            throw labels(classes, spec);
        }
    }

    private static IllegalArgumentException labels(int classes, DetectorSpec spec) {
        return new IllegalArgumentException("labels name " + spec.labels().size()
                + " classes, the model's output has " + classes
                + "; check labels in detector.yaml, labels.txt or the names in the model's metadata, and family");
    }

    /** The model's own shapes, for a single picture where it leaves the number of pictures open. */
    static List<List<Long>> shapesForOnePicture(ModelSignature signature) {
        return signature.outputs().stream()
                .map(output -> IntStream.range(0, output.shape().size())
                        .mapToObj(i -> i == 0 && output.dimension(i) < 0 ? 1L : output.dimension(i))
                        .toList())
                .toList();
    }
}
