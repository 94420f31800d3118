package io.sightline.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * RT-DETR, D-FINE and their kin as their repositories export them: beside the picture the model takes the size to which
 * its boxes are to be scaled, and gives {@code labels} [1,n], {@code boxes} [1,n,4] of left, top, right and bottom, and
 * {@code scores} [1,n]. Asked for the size of the input, its boxes are in the input's pixels, as every other family's.
 */
final class Rtdetr implements DetectorFamily {
    private static final String SIZE = "orig_target_sizes";
    private static final String LABELS = "labels";
    private static final String BOXES = "boxes";
    private static final String SCORES = "scores";
    private static final DetectorSpec DEFAULTS = new DetectorSpec(
            "rtdetr",
            InputSpec.square(640, InputSpec.Resize.STRETCH, InputSpec.Interpolation.ANTIALIAS, 0, Normalisation.UNIT),
            Map.of(DetectorSpec.SCORE, 0.4, DetectorSpec.MAX_DETECTIONS, 300.0),
            DetectorSpec.UNNAMED);

    @Override
    public String name() {
        return DEFAULTS.family();
    }

    @Override
    public DetectorSpec defaults() {
        return DEFAULTS;
    }

    @Override
    public boolean recognises(ModelSignature signature) {
        return signature.inputs().size() == 2
                && signature.inputs().stream().anyMatch(input -> input.name().equals(SIZE))
                && List.of(LABELS, BOXES, SCORES).stream()
                        .allMatch(name -> signature.outputs().stream()
                                .anyMatch(output -> output.name().equals(name)));
    }

    @Override
    public List<NumberInput> otherInputs(ModelSignature signature, Placement placement) {
        return List.of(
                new NumberInput(SIZE, List.of(1L, 2L), List.of((long) placement.width(), (long) placement.height())));
    }

    @Override
    public List<Detection> detections(List<OutputTensor> outputs, Placement placement, DetectorSpec spec) {
        var scores = Scores.in(ModelOutputs.named(SCORES, outputs));
        var boxes = ModelOutputs.floats(ModelOutputs.named(BOXES, outputs));
        var labels = ModelOutputs.named(LABELS, outputs);
        if (boxes.limit() != 4 * scores.limit() || labels.elements() != scores.limit()) {
            throw new IllegalArgumentException("there are " + labels.elements() + " labels and " + scores.limit()
                    + " scores for " + boxes.limit() / 4 + " boxes");
        }
        var least = (float) spec.threshold(DetectorSpec.SCORE);
        var found = new ArrayList<Candidate>();
        for (int i = 0; i < scores.limit(); i++) {
            if (labels.number(i) >= 0 && scores.at(i) > least) {
                found.add(new Candidate(
                        i,
                        (int) labels.number(i),
                        scores.at(i),
                        boxes.get(4 * i),
                        boxes.get(4 * i + 1),
                        boxes.get(4 * i + 2),
                        boxes.get(4 * i + 3)));
            }
        }
        return PlacedBoxes.in(placement, found, spec);
    }
}
