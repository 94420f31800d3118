package io.sightline.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Text detection by differentiable binarization (Liao et al., 2019), as PaddleOCR interprets it. The output is a map
 * [1,1,H,W] of text probabilities; each blob of it becomes a rotated rectangle. Defaults are PaddleOCR's official ones:
 * longest side 960, map 0.3, score 0.6, unclip 1.5, 1,000 candidates, no dilation, score over the rectangle; a large
 * JPEG is decoded small, which costs little of it (see the parity fixture) and saves half of the decoding.
 */
final class Dbnet implements DetectorFamily {
    private static final String MAP = "map";
    private static final String UNCLIP = "unclip";
    private static final String MAX_CANDIDATES = "maxCandidates";
    private static final float MIN_SIDE = 3;
    private static final float MIN_GROWN_SIDE = 5;
    private static final DetectorSpec DEFAULTS = new DetectorSpec(
            "dbnet",
            new InputSpec(
                    0,
                    0,
                    960,
                    32,
                    InputSpec.Resize.LONGEST_SIDE,
                    InputSpec.Interpolation.LINEAR,
                    InputSpec.Layout.NCHW,
                    InputSpec.Colour.BGR,
                    0,
                    Normalisation.IMAGENET.scale(),
                    Normalisation.IMAGENET.mean(),
                    Normalisation.IMAGENET.std(),
                    InputSpec.Decode.REDUCED),
            Map.of(
                    DetectorSpec.SCORE,
                    0.6,
                    DetectorSpec.MAX_DETECTIONS,
                    1000.0,
                    MAP,
                    0.3,
                    UNCLIP,
                    1.5,
                    MAX_CANDIDATES,
                    1000.0),
            List.of("text"));

    @Override
    public String name() {
        return DEFAULTS.family();
    }

    @Override
    public DetectorSpec defaults() {
        return DEFAULTS;
    }

    /** Paddle's exporter names the input {@code x}; one map of one channel comes out. */
    @Override
    public boolean recognises(ModelSignature signature) {
        var input = signature.picture();
        var output = signature.outputs().get(0);
        return signature.inputs().size() == 1
                && signature.outputs().size() == 1
                && input.name().equals("x")
                && input.shape().size() == 4
                && input.dimension(1) == 3
                && output.shape().size() == 4
                && output.dimension(1) == 1;
    }

    @Override
    public void check(DetectorSpec spec) {
        DetectorSpec.requireWithin(spec.thresholds(), MAP, 0, 1);
        DetectorSpec.requireWithin(spec.thresholds(), UNCLIP, 0.1, 10);
        DetectorSpec.requireWithin(spec.thresholds(), MAX_CANDIDATES, 1, 100_000);
    }

    @Override
    public List<List<Long>> outputShapes(ModelSignature signature, Placement placement) {
        return List.of(List.of(1L, 1L, (long) placement.height(), (long) placement.width()));
    }

    @Override
    @SuppressWarnings("try")
    public List<Detection> detections(List<OutputTensor> outputs, Placement placement, DetectorSpec spec) {
        try (var scope = new PointerScope()) {
            var map = new ProbabilityMap(outputs.get(0));
            var contours = map.contours(spec.threshold(MAP));
            var count = Math.min(contours.size(), (long) spec.threshold(MAX_CANDIDATES));
            var found = new ArrayList<Detection>();
            for (long i = 0; i < count; i++) {
                read(contours.get(i), map, placement, spec, found.size()).ifPresent(found::add);
            }
            return found;
        }
    }

    private static Optional<Detection> read(
            Mat contour, ProbabilityMap map, Placement placement, DetectorSpec spec, int ordinal) {
        var rectangle = map.around(contour);
        if (rectangle.shortestSide() < MIN_SIDE) {
            return Optional.empty();
        }
        // The pixels may lie above 1 by rounding.
        var score = Math.min(map.meanOver(rectangle), 1);
        if (score < spec.threshold(DetectorSpec.SCORE)) {
            return Optional.empty();
        }
        var outline = rectangle.grown(spec.threshold(UNCLIP));
        if (outline.length == 0) {
            return Optional.empty();
        }
        var grown = map.around(outline);
        if (grown.shortestSide() < MIN_GROWN_SIDE) {
            return Optional.empty();
        }
        return grown.inPicture(placement)
                .map(polygon -> new Detection(ordinal, 0, spec.label(0), (float) score, boxAround(polygon), polygon));
    }

    private static Box boxAround(List<Point> polygon) {
        var left = Float.MAX_VALUE;
        var top = Float.MAX_VALUE;
        var right = 0f;
        var bottom = 0f;
        for (var point : polygon) {
            left = Math.min(left, point.x());
            top = Math.min(top, point.y());
            right = Math.max(right, point.x());
            bottom = Math.max(bottom, point.y());
        }
        return new Box(left, top, right - left, bottom - top);
    }
}
