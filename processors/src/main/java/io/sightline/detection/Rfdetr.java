package io.sightline.detection;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * RF-DETR as its package exports it: {@code dets} [1,queries,4] of centre, width and height in shares of the input, and
 * {@code labels} [1,queries,classes] of logits. Every class of every query is a detection of its own, the best of them
 * count, as many as there are queries. Where the spec names one class less than the model has, its last one is the
 * background and never found.
 */
final class Rfdetr implements DetectorFamily {
    private static final String BOXES = "dets";
    private static final String LOGITS = "labels";
    private static final DetectorSpec DEFAULTS = new DetectorSpec(
            "rfdetr",
            InputSpec.square(
                    560, InputSpec.Resize.STRETCH, InputSpec.Interpolation.LINEAR_UNROUNDED, 0, Normalisation.IMAGENET),
            Map.of(DetectorSpec.SCORE, 0.5, DetectorSpec.MAX_DETECTIONS, 300.0),
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
        var outputs = signature.outputs();
        return signature.inputs().size() == 1
                && outputs.size() == 2
                && outputs.stream().anyMatch(output -> output.name().equals(BOXES) && output.dimension(2) == 4)
                && outputs.stream().anyMatch(output -> output.name().equals(LOGITS));
    }

    @Override
    public List<Detection> detections(List<OutputTensor> outputs, Placement placement, DetectorSpec spec) {
        var boxes = ModelOutputs.named(BOXES, outputs);
        var logits = ModelOutputs.named(LOGITS, outputs);
        if (logits.shape().size() != 3 || boxes.elements() != 4 * logits.dimension(1)) {
            throw new IllegalArgumentException("there are logits " + logits.shape() + " for boxes " + boxes.shape());
        }
        ModelOutputs.requireLabelsWithin(logits.dimension(2), spec);
        var best = candidates(boxes, logits, placement, spec).stream()
                .sorted(NonMaximumSuppression.BEST_FIRST)
                .limit(logits.dimension(1))
                .toList();
        return PlacedBoxes.in(placement, best, spec);
    }

    private static List<Candidate> candidates(
            OutputTensor boxes, OutputTensor logits, Placement placement, DetectorSpec spec) {
        var slots = logits.dimension(2);
        var classes = spec.labels().size() == slots - 1 ? slots - 1 : slots;
        var values = ModelOutputs.floats(logits);
        var corners = ModelOutputs.floats(boxes);
        var least = (float) spec.threshold(DetectorSpec.SCORE);
        var found = new ArrayList<Candidate>();
        // Nearly all logits are far below; the exponential is for the others.
        var leastLogit = Math.log(least / (1 - least)) - 0.001;
        for (int i = 0; i < values.limit(); i++) {
            if (values.get(i) < leastLogit || i % slots >= classes) {
                continue;
            }
            var score = (float) (1 / (1 + Math.exp(-values.get(i))));
            if (score > least) {
                found.add(box(i, i % slots, score, corners.position(i / slots * 4), placement));
            }
        }
        return found;
    }

    private static Candidate box(int index, int classId, float score, FloatBuffer box, Placement placement) {
        return Candidate.centred(
                index,
                classId,
                score,
                box.get() * placement.width(),
                box.get() * placement.height(),
                box.get() * placement.width(),
                box.get() * placement.height());
    }
}
