package io.sightline.detection;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the families of YOLO have in common: the input, and what their signatures look like. */
final class YoloInput {
    /** Numbers of a box before those of its classes. */
    static final int BOX = 4;

    private static final int COARSEST_STRIDE = 32;

    private YoloInput() {}

    /** RGB in 0..1, in a letterbox of grey. */
    static DetectorSpec defaults(String family, Map<String, Double> thresholds) {
        return new DetectorSpec(
                family,
                InputSpec.square(
                        640, InputSpec.Resize.LETTERBOX, InputSpec.Interpolation.LINEAR, 114, Normalisation.UNIT),
                thresholds,
                DetectorSpec.UNNAMED);
    }

    /** The output of a model that takes {@code images} and gives one tensor of three dimensions. */
    static Optional<TensorSignature> of(ModelSignature signature) {
        var fits = signature.inputs().size() == 1
                && signature.outputs().size() == 1
                && signature.picture().name().equals("images")
                && signature.picture().dimension(1) == 3
                && signature.outputs().get(0).shape().size() == 3;
        return fits ? Optional.of(signature.outputs().get(0)) : Optional.empty();
    }

    /**
     * Refuses names of classes that are more or fewer than one dimension of the output has slots for.
     *
     * @param others slots of that dimension that are no classes
     */
    static void requireNames(int names, String family, TensorSignature output, int dimension, int others) {
        var classes = output.dimension(dimension) - others;
        if (classes > 0 && classes != names) {
            throw new IllegalArgumentException("the model's metadata names " + names + " classes, its output " + output
                    + " has " + classes + " as the family " + family + " reads it: export the model again, or name its "
                    + classes
                    + " classes by labels in detector.yaml or by labels.txt, which count before the metadata");
        }
    }

    /** Whether an output of the family {@code yolo} has a row for each box instead of a column. */
    static boolean isSwapped(List<Long> shape, int classes) {
        return shape.size() == 3 && shape.get(2) == BOX + classes && shape.get(1) != BOX + classes;
    }

    /** Refuses such an output. */
    static void requireNotSwapped(String output, List<Long> shape, int classes) {
        if (isSwapped(shape, classes)) {
            throw new IllegalArgumentException("the output " + output + " has " + swapped(classes));
        }
    }

    /** What is wrong with such an output, and what to do. */
    static String swapped(int classes) {
        return "a row for each box, where " + Yolo.NAME + " has a column: [1," + (BOX + classes)
                + ",n]; export the model without the transposition, or append a Transpose with perm [0,2,1] to it";
    }

    /** How many cells the strides 8, 16 and 32 have together; 0 when the model leaves its input's size open. */
    static long cells(ModelSignature signature) {
        var height = signature.picture().dimension(2);
        var width = signature.picture().dimension(3);
        if (height < COARSEST_STRIDE || width < COARSEST_STRIDE) {
            return 0;
        }
        var cells = 0L;
        for (int stride = 8; stride <= COARSEST_STRIDE; stride *= 2) {
            cells += (height / stride) * (width / stride);
        }
        return cells;
    }
}
