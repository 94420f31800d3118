package io.sightline.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Objects as PicoDet (Yu et al., 2021) writes them down, in either of two exports. With the suppression inside: rows
 * [n,6] of class, score, x1 y1 x2 y2 in pixels of the picture, and how many rows there are. Raw: per stride of 8, 16,
 * 32 and 64 a list of scores by class [1,n,c] and one of logits [1,n,4*b], a distribution over b distances in strides
 * for each side; first all scores, then all logits. Suppression and order of the raw form are those of PyPI's
 * {@code rapid-layout}: class by class, best first.
 */
final class PicoDet implements DetectorFamily {
    private static final int FINEST_STRIDE = 8;
    private static final int SIDES = 4;
    private static final int ROW = 6;
    private static final int CANDIDATES_OF_CLASS = 200;
    private static final int KEPT_OF_CLASS = 100;
    private static final String SCALE_FACTOR = "scale_factor";
    private static final DetectorSpec DEFAULTS = new DetectorSpec(
            "picodet",
            InputSpec.square(320, InputSpec.Resize.STRETCH, InputSpec.Interpolation.LINEAR, 0, Normalisation.IMAGENET),
            Map.of(DetectorSpec.SCORE, 0.5, DetectorSpec.MAX_DETECTIONS, 1000.0, NonMaximumSuppression.IOU, 0.5),
            DetectorSpec.UNNAMED);

    @Override
    public String name() {
        return DEFAULTS.family();
    }

    @Override
    public DetectorSpec defaults() {
        return DEFAULTS;
    }

    /** Rows of six beside an input {@value #SCALE_FACTOR}; or lists of scores and as many of distributions. */
    @Override
    public boolean recognises(ModelSignature signature) {
        var first = signature.outputs().get(0).shape();
        var scaled = signature.inputs().stream().anyMatch(input -> input.name().equals(SCALE_FACTOR));
        return scaled ? first.size() == 2 && first.get(1) == ROW : isRaw(signature);
    }

    private static boolean isRaw(ModelSignature signature) {
        return signature.inputs().size() == 1
                && isRaw(
                        signature.outputs().stream().map(TensorSignature::shape).toList());
    }

    /** Distributions have the same width at all strides; so have scores, and three widths would be SCRFD's. */
    private static boolean isRaw(List<List<Long>> shapes) {
        var strides = shapes.size() / 2;
        return shapes.size() % 2 == 0
                && strides >= 3
                && shapes.stream().allMatch(shape -> shape.size() == 3)
                && IntStream.range(0, strides)
                        .allMatch(i -> shapes.get(i)
                                        .get(1)
                                        .equals(shapes.get(i + strides).get(1))
                                && shapes.get(i).get(2).equals(shapes.get(0).get(2))
                                && shapes.get(i + strides)
                                        .get(2)
                                        .equals(shapes.get(strides).get(2)))
                && shapes.get(strides).get(2) > SIDES
                && shapes.get(strides).get(2) % SIDES == 0;
    }

    /** How much the picture was stretched, and to which size, down before across. */
    @Override
    public List<NumberInput> otherInputs(ModelSignature signature, Placement placement) {
        var known = List.of(
                new NumberInput(SCALE_FACTOR, List.of(1L, 2L), List.of(placement.scaleY(), placement.scaleX())),
                new NumberInput(
                        "im_shape", List.of(1L, 2L), List.of((double) placement.height(), (double) placement.width())));
        var wanted = signature.inputs().stream().map(TensorSignature::name).toList();
        return known.stream().filter(input -> wanted.contains(input.name())).toList();
    }

    /** The first dimension of rows is the number of boxes, which only the run can tell. */
    @Override
    public List<List<Long>> outputShapes(ModelSignature signature, Placement placement) {
        return signature.outputShapes();
    }

    @Override
    public List<Detection> detections(List<OutputTensor> outputs, Placement placement, DetectorSpec spec) {
        var first = outputs.get(0);
        var hasRows = first.shape().size() == 2 && first.dimension(1) == ROW;
        ModelOutputs.require(
                hasRows || isRaw(outputs.stream().map(OutputTensor::shape).toList()),
                "rows of six, or lists of scores and as many of distributions",
                outputs);
        var boxes = hasRows ? rows(first, placement, spec) : suppressed(outputs, placement, spec);
        return PlacedBoxes.in(placement, boxes, spec);
    }

    private static List<Candidate> rows(OutputTensor output, Placement placement, DetectorSpec spec) {
        var values = ModelOutputs.floats(output);
        var scores = Scores.in(output, values);
        var least = (float) spec.threshold(DetectorSpec.SCORE);
        var rows = new ArrayList<Candidate>();
        for (int i = 0; i + ROW <= values.limit(); i += ROW) {
            if (values.get(i) >= 0 && scores.at(i + 1) > least) {
                rows.add(new Candidate(
                        rows.size(),
                        (int) values.get(i),
                        scores.at(i + 1),
                        (float) (values.get(i + 2) * placement.scaleX()),
                        (float) (values.get(i + 3) * placement.scaleY()),
                        (float) (values.get(i + 4) * placement.scaleX()),
                        (float) (values.get(i + 5) * placement.scaleY())));
            }
        }
        return rows;
    }

    private static List<Candidate> suppressed(List<OutputTensor> outputs, Placement placement, DetectorSpec spec) {
        var suppression = new NonMaximumSuppression(spec.threshold(NonMaximumSuppression.IOU), 0);
        var least = (float) spec.threshold(DetectorSpec.SCORE);
        var strides = outputs.size() / 2;
        var classes = outputs.get(0).dimension(2);
        ModelOutputs.requireLabelsFor(classes, spec);
        var levels = IntStream.range(0, strides)
                .mapToObj(i -> PicoDetLevel.of(
                        outputs.get(i), outputs.get(i + strides), FINEST_STRIDE << i, placement.width()))
                .toList();
        var kept = new ArrayList<Candidate>();
        for (int classId = 0; classId < classes; classId++) {
            var candidates = new ArrayList<Candidate>();
            for (var level : levels) {
                level.addTo(candidates, classId, least);
            }
            var best = candidates.stream()
                    .sorted(NonMaximumSuppression.BEST_FIRST)
                    .limit(CANDIDATES_OF_CLASS)
                    .toList();
            kept.addAll(suppression.keep(best, KEPT_OF_CLASS));
        }
        return kept;
    }
}
