package io.sightline.detection;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * The raw heads of PicoDet at one stride.
 *
 * @param likelihoods scores by class [1,n,c]
 * @param distributions logits of the distances to left, top, right and bottom side [1,n,4*b]
 * @param width width of the input tensor in pixels
 */
record PicoDetLevel(OutputTensor likelihoods, OutputTensor distributions, int stride, int width) {
    private static final int SIDES = 4;

    /** Adds each cell whose score of the class is above this one. */
    void addTo(List<Candidate> candidates, int classId, float least) {
        var scores = likelihoods.floats();
        var logits = distributions.floats();
        var classes = likelihoods.dimension(2);
        var bins = distributions.dimension(2) / SIDES;
        var columns = (width + stride - 1) / stride;
        for (int cell = 0; cell < likelihoods.dimension(1); cell++) {
            var score = scores.get(cell * classes + classId);
            if (score > least) {
                var x = (cell % columns + 0.5) * stride;
                var y = (cell / columns + 0.5) * stride;
                var first = cell * bins * SIDES;
                candidates.add(new Candidate(
                        candidates.size(),
                        classId,
                        score,
                        (float) (x - distance(logits, first, bins)),
                        (float) (y - distance(logits, first + bins, bins)),
                        (float) (x + distance(logits, first + 2 * bins, bins)),
                        (float) (y + distance(logits, first + 3 * bins, bins))));
            }
        }
    }

    /** Mean of the distances 0, 1, 2 ... strides, weighted by the softmax of their logits, in pixels. */
    private double distance(FloatBuffer logits, int first, int bins) {
        var highest = logits.get(first);
        for (int i = 1; i < bins; i++) {
            highest = Math.max(highest, logits.get(first + i));
        }
        var sum = 0.0;
        var weighted = 0.0;
        for (int i = 0; i < bins; i++) {
            var weight = Math.exp(logits.get(first + i) - highest);
            sum += weight;
            weighted += weight * i;
        }
        return weighted / sum * stride;
    }
}
