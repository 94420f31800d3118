package io.sightline.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * YOLO as the package {@code yolov5} exports it: one output [1,n,5+classes] of centre, width and height in pixels of
 * the input, the score that there is any object, then one per class. The best class counts; suppression is per class.
 */
final class Yolov5 implements DetectorFamily {
    static final String NAME = "yolov5";
    private static final int ANCHORS = 3;
    private static final int OBJECT = 4;
    private static final int CLASSES = 5;
    private static final DetectorSpec DEFAULTS = YoloInput.defaults(
            NAME,
            Map.of(DetectorSpec.SCORE, 0.25, NonMaximumSuppression.IOU, 0.45, DetectorSpec.MAX_DETECTIONS, 300.0));

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
                .filter(output -> output.dimension(1) == ANCHORS * YoloInput.cells(signature))
                .filter(output -> output.dimension(2) > CLASSES)
                .isPresent();
    }

    @Override
    public void checkNames(int names, ModelSignature signature) {
        YoloInput.requireNames(names, NAME, signature.outputs().get(0), 2, CLASSES);
    }

    @Override
    public List<Detection> detections(List<OutputTensor> outputs, Placement placement, DetectorSpec spec) {
        var output = ModelOutputs.only(outputs);
        ModelOutputs.requireLabelsFor(output.dimension(2) - CLASSES, spec);
        var suppression = new NonMaximumSuppression(
                spec.threshold(NonMaximumSuppression.IOU), NonMaximumSuppression.CLASSES_APART);
        var most = (int) spec.threshold(DetectorSpec.MAX_DETECTIONS);
        var kept = suppression.keep(candidates(output, spec), most);
        var isLetterbox = spec.input().resize() == InputSpec.Resize.LETTERBOX;
        return PlacedBoxes.in(
                placement,
                isLetterbox
                        ? kept.stream()
                                .map(box -> asUndoneUnrounded(box, placement))
                                .toList()
                        : kept,
                spec);
    }

    /**
     * The package undoes the letterbox without the roundings by which it made it, so that its boxes lie up to a pixel
     * of the input beside what the model saw; here a box goes to where the exact placement then undoes it alike.
     */
    private static Candidate asUndoneUnrounded(Candidate box, Placement placement) {
        var ratio = Math.min(
                (double) placement.height() / placement.pictureHeight(),
                (double) placement.width() / placement.pictureWidth());
        var stretchX = placement.scaleX() / ratio;
        var stretchY = placement.scaleY() / ratio;
        var left = (placement.width() - placement.pictureWidth() * ratio) / 2;
        var top = (placement.height() - placement.pictureHeight() * ratio) / 2;
        return new Candidate(
                box.index(),
                box.classId(),
                box.score(),
                (float) ((box.x1() - left) * stretchX + placement.left()),
                (float) ((box.y1() - top) * stretchY + placement.top()),
                (float) ((box.x2() - left) * stretchX + placement.left()),
                (float) ((box.y2() - top) * stretchY + placement.top()));
    }

    private static List<Candidate> candidates(OutputTensor output, DetectorSpec spec) {
        var values = ModelOutputs.floats(output);
        var scores = Scores.in(output, values);
        var width = output.dimension(2);
        var least = (float) spec.threshold(DetectorSpec.SCORE);
        var candidates = new ArrayList<Candidate>();
        for (int row = 0, i = 0; i < output.dimension(1); i++, row += width) {
            var object = scores.at(row + OBJECT);
            if (object <= least) {
                continue;
            }
            var best = 0;
            var bestScore = 0f;
            for (int classId = 0; classId < width - CLASSES; classId++) {
                var score = scores.at(row + CLASSES + classId) * object;
                if (score > bestScore) {
                    best = classId;
                    bestScore = score;
                }
            }
            if (bestScore > least) {
                candidates.add(Candidate.centred(
                        i,
                        best,
                        bestScore,
                        values.get(row),
                        values.get(row + 1),
                        values.get(row + 2),
                        values.get(row + 3)));
            }
        }
        return candidates;
    }
}
