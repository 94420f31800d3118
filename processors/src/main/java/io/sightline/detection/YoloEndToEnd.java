package io.sightline.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * YOLO with suppression inside, such as v10, 26 and exports with {@code nms}: one output [1,n,6] of left, top, right
 * and bottom in pixels of the input, score and class, best first; a class below 0 is an empty row.
 */
final class YoloEndToEnd implements DetectorFamily {
    static final String NAME = "yolo-end2end";
    private static final int ROW = 6;
    private static final int ROWS = 300;
    private static final DetectorSpec DEFAULTS =
            YoloInput.defaults(NAME, Map.of(DetectorSpec.SCORE, 0.25, DetectorSpec.MAX_DETECTIONS, 300.0));

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
                .filter(output -> output.dimension(1) == ROWS && output.dimension(2) == ROW)
                .isPresent();
    }

    @Override
    public List<Detection> detections(List<OutputTensor> outputs, Placement placement, DetectorSpec spec) {
        var output = ModelOutputs.only(outputs);
        if (output.dimension(2) != ROW) {
            throw new IllegalArgumentException("output " + output.name() + " has rows of " + output.dimension(2)
                    + " numbers, " + NAME + " has " + ROW);
        }
        var values = ModelOutputs.floats(output);
        var scores = Scores.in(output, values);
        var least = (float) spec.threshold(DetectorSpec.SCORE);
        var found = new ArrayList<Candidate>();
        for (int i = 0; i < output.dimension(1); i++) {
            var row = i * ROW;
            if (values.get(row + 5) >= 0 && scores.at(row + 4) > least) {
                found.add(new Candidate(
                        i,
                        (int) values.get(row + 5),
                        scores.at(row + 4),
                        values.get(row),
                        values.get(row + 1),
                        values.get(row + 2),
                        values.get(row + 3)));
            }
        }
        return PlacedBoxes.in(placement, found, spec);
    }
}
