package io.sightline.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Faces as SCRFD (Guo et al., 2021) writes them down: per stride a list of scores [n,1], one of distances from the
 * cell's corner to the box's sides in strides [n,4], and, where the model has them, one of landmarks [n,10], which are
 * not read; first all scores, then all distances. Some exports put a dimension of 1 in front. Suppression and order are
 * those of PyPI's {@code insightface}.
 */
final class Scrfd implements DetectorFamily {
    private static final int FINEST_STRIDE = 8;
    private static final DetectorSpec DEFAULTS = new DetectorSpec(
            "scrfd",
            InputSpec.square(
                    640,
                    InputSpec.Resize.LETTERBOX_TOP_LEFT,
                    InputSpec.Interpolation.LINEAR,
                    0,
                    new Normalisation(1, 127.5, 128)),
            Map.of(DetectorSpec.SCORE, 0.5, DetectorSpec.MAX_DETECTIONS, 1000.0, NonMaximumSuppression.IOU, 0.4),
            List.of("face"));

    @Override
    public String name() {
        return DEFAULTS.family();
    }

    @Override
    public DetectorSpec defaults() {
        return DEFAULTS;
    }

    /** Per stride lists of widths 1, 4 and perhaps 10, grouped by width. */
    @Override
    public boolean recognises(ModelSignature signature) {
        return signature.inputs().size() == 1
                && fits(signature.outputs().stream().map(TensorSignature::shape).toList());
    }

    private static boolean fits(List<List<Long>> shapes) {
        return List.of(6, 9, 10, 15).contains(shapes.size())
                && IntStream.range(0, shapes.size()).allMatch(i -> {
                    var shape = shapes.get(i);
                    var rank = shape.size();
                    return (rank == 2 || rank == 3) && shape.get(rank - 1) == width(i / levels(shapes.size()));
                });
    }

    private static long width(int kind) {
        return kind == 0 ? 1 : kind == 1 ? 4 : 10;
    }

    /** Three strides from 8 on, or five. */
    private static int levels(int outputs) {
        return outputs % 3 == 0 && outputs != 15 ? 3 : 5;
    }

    /** Where the model leaves it open: two boxes a cell at three strides, one at five. */
    @Override
    public List<List<Long>> outputShapes(ModelSignature signature, Placement placement) {
        if (!recognises(signature)) {
            return signature.outputShapes();
        }
        var levels = levels(signature.outputs().size());
        return IntStream.range(0, signature.outputs().size())
                .mapToObj(i -> {
                    var stride = FINEST_STRIDE << (i % levels);
                    var boxes =
                            (long) placement.width() / stride * (placement.height() / stride) * (levels == 3 ? 2 : 1);
                    var shape = signature.outputs().get(i).shape();
                    return shape.size() == 2
                            ? List.of(boxes, width(i / levels))
                            : List.of(1L, boxes, width(i / levels));
                })
                .toList();
    }

    @Override
    public List<Detection> detections(List<OutputTensor> outputs, Placement placement, DetectorSpec spec) {
        ModelOutputs.require(
                fits(outputs.stream().map(OutputTensor::shape).toList()),
                "three or five lists each of scores, distances and perhaps landmarks",
                outputs);
        var levels = levels(outputs.size());
        var candidates = new ArrayList<Candidate>();
        for (int level = 0; level < levels; level++) {
            read(outputs.get(level), outputs.get(level + levels), FINEST_STRIDE << level, placement, spec, candidates);
        }
        var suppression =
                new NonMaximumSuppression(spec.threshold(NonMaximumSuppression.IOU), 0, (float) placement.scaleY());
        return PlacedBoxes.in(placement, suppression.keep(candidates, candidates.size()), spec);
    }

    private static void read(
            OutputTensor likelihoods,
            OutputTensor distances,
            int stride,
            Placement placement,
            DetectorSpec spec,
            List<Candidate> candidates) {
        var columns = placement.width() / stride;
        var scores = Scores.in(likelihoods);
        var sides = ModelOutputs.floats(distances);
        var anchors = scores.limit() / (columns * (placement.height() / stride));
        var least = (float) spec.threshold(DetectorSpec.SCORE);
        for (int i = 0; i < scores.limit(); i++) {
            if (scores.at(i) >= least) {
                var x = (i / anchors % columns) * stride;
                var y = (i / anchors / columns) * stride;
                candidates.add(new Candidate(
                        candidates.size(),
                        0,
                        scores.at(i),
                        x - sides.get(4 * i) * stride,
                        y - sides.get(4 * i + 1) * stride,
                        x + sides.get(4 * i + 2) * stride,
                        y + sides.get(4 * i + 3) * stride));
            }
        }
    }
}
