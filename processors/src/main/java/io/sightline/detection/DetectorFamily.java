package io.sightline.detection;

import java.util.List;

/**
 * A way in which models write down what they see. An implementation is a pure function: it keeps nothing between calls
 * and may be called by many threads.
 */
public interface DetectorFamily {
    /** Name of the family in a spec. */
    String name();

    /** A complete spec; what a model's own spec leaves out is taken from here, and its keys are all that are known. */
    DetectorSpec defaults();

    /** Whether a model with this signature can only be of this family. */
    boolean recognises(ModelSignature signature);

    /**
     * Refuses thresholds that make no sense for the family; what every family has was looked at before. By default the
     * overlap of a suppression is a share.
     *
     * @throws IllegalArgumentException with a message that names the key and its value
     */
    default void check(DetectorSpec spec) {
        if (spec.thresholds().containsKey(NonMaximumSuppression.IOU)) {
            DetectorSpec.requireWithin(spec.thresholds(), NonMaximumSuppression.IOU, 0, 1);
        }
    }

    /**
     * Shapes of the outputs, in the model's order, for an input of this size. An output whose shape is known gets
     * memory that is reused; a length of -1 says that only the run can tell, and costs a copy. By default the model's
     * own, of which the first dimension is the number of pictures.
     */
    default List<List<Long>> outputShapes(ModelSignature signature, Placement placement) {
        return ModelOutputs.shapesForOnePicture(signature);
    }

    /**
     * Refuses names of classes that an exporter wrote into a model which, by its signature, has another number of them;
     * by default the signature does not say.
     *
     * @param names how many there are
     * @throws IllegalArgumentException with both numbers
     */
    default void checkNames(int names, ModelSignature signature) {}

    /** What the model wants to know beside the picture; nothing by default. */
    default List<NumberInput> otherInputs(ModelSignature signature, Placement placement) {
        return List.of();
    }

    /**
     * Interprets the outputs of one run.
     *
     * @param outputs in the model's order, all finite but for those of a warm-up
     * @return detections of at least the spec's score, in shares of the upright picture, in the order of the family's
     *     reference implementation
     * @throws io.sightline.failure.PermanentFailure OUTPUT_OUT_OF_RANGE, with the output and the value, when a score
     *     lies outside of 0..1 by more than rounding explains
     */
    List<Detection> detections(List<OutputTensor> outputs, Placement placement, DetectorSpec spec);
}
