package io.sightline.detection;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * YOLO as Ultralytics exports v8, v9, 11, 12 and v5u: one output [1,4+classes,n] of centre, width and height in pixels
 * of the input, then one score per class. The best class of a box counts; suppression is per class.
 */
final class Yolo implements DetectorFamily {
    static final String NAME = "yolo";
    private static final DetectorSpec DEFAULTS = YoloInput.defaults(
            NAME, Map.of(DetectorSpec.SCORE, 0.25, NonMaximumSuppression.IOU, 0.7, DetectorSpec.MAX_DETECTIONS, 300.0));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public DetectorSpec defaults() {
        return DEFAULTS;
    }

    @Override
    public boolean recognises(ModelSignature signature) {
        return YoloInput.of(signature)
                .filter(output ->
                        output.dimension(2) == YoloInput.cells(signature) && output.dimension(1) > YoloInput.BOX)
                .isPresent();
    }

    @Override
    public void checkNames(int names, ModelSignature signature) {
        var output = signature.outputs().get(0);
        YoloInput.requireNotSwapped(output.toString(), output.shape(), names);
        YoloInput.requireNames(names, NAME, output, 1, YoloInput.BOX);
    }

    @Override
    public List<Detection> detections(List<OutputTensor> outputs, Placement placement, DetectorSpec spec) {
        var output = ModelOutputs.only(outputs);
        if (spec.namesClasses()) {
            YoloInput.requireNotSwapped(
                    output.name() + output.shape(),
                    output.shape(),
                    spec.labels().size());
        }
        ModelOutputs.requireLabelsFor(output.dimension(1) - YoloInput.BOX, spec);
        var suppression = new NonMaximumSuppression(
                spec.threshold(NonMaximumSuppression.IOU), NonMaximumSuppression.CLASSES_APART);
        var most = (int) spec.threshold(DetectorSpec.MAX_DETECTIONS);
        return PlacedBoxes.in(placement, suppression.keep(candidates(output, spec), most), spec);
    }

    /** Row by row, as the scores lie in memory; a hit, which is rare, is then looked at across the classes. */
    private static List<Candidate> candidates(OutputTensor output, DetectorSpec spec) {
        var values = ModelOutputs.floats(output);
        var scores = Scores.in(output, values);
        var rows = output.dimension(1);
        var count = output.dimension(2);
        var least = (float) spec.threshold(DetectorSpec.SCORE);
        var candidates = new ArrayList<Candidate>();
        for (int row = YoloInput.BOX; row < rows; row++) {
            for (int i = 0; i < count; i++) {
                var score = scores.at(row * count + i);
                if (score > least && row == bestRow(values, rows, count, i)) {
                    candidates.add(Candidate.centred(
                            i,
                            row - YoloInput.BOX,
                            score,
                            values.get(i),
                            values.get(count + i),
                            values.get(2 * count + i),
                            values.get(3 * count + i)));
                }
            }
        }
        return candidates;
    }

    private static int bestRow(FloatBuffer values, int rows, int count, int index) {
        var best = YoloInput.BOX;
        for (int row = YoloInput.BOX + 1; row < rows; row++) {
            if (values.get(row * count + index) > values.get(best * count + index)) {
                best = row;
            }
        }
        return best;
    }
}
