package io.sightline.detection;

import java.util.Map;
import java.util.Optional;

/** What the families of YOLO have in common: the input, and what their signatures look like. */
final class YoloInput {
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
