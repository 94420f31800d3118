package io.sightline.detection;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * The raw heads of PicoDet at one stride.
 *
 * @param scores by class [1,n,c]
 * @param logits distributions of the distances to left, top, right and bottom side [1,n,4*b]
 * @param bins how many distances there are
 * @param columns how many cells a row has
 */
record PicoDetLevel(Scores scores, FloatBuffer logits, int classes, int bins, int stride, int columns) {
    private static final int SIDES = 4;

    /** For an input tensor of this width in pixels. */
    static PicoDetLevel of(OutputTensor likelihoods, OutputTensor distributions, int stride, int width) {
        return new PicoDetLevel(
                Scores.in(likelihoods),
                ModelOutputs.floats(distributions),
                likelihoods.dimension(2),
                distributions.dimension(2) / SIDES,
                stride,
                (width + stride - 1) / stride);
    }

    /** Adds each cell whose score of the class is above this one. */
    void addTo(List<Candidate> candidates, int classId, float least) {
        for (int cell = 0; cell * classes < scores.limit(); cell++) {
            var score = scores.at(cell * classes + classId);
            if (score > least) {
                var x = (cell % columns + 0.5) * stride;
                var y = (cell / columns + 0.5) * stride;
                var first = cell * bins * SIDES;
                candidates.add(new Candidate(
                        candidates.size(),
                        classId,
                        score,
                        (float) (x - distance(first)),
                        (float) (y - distance(first + bins)),
                        (float) (x + distance(first + 2 * bins)),
                        (float) (y + distance(first + 3 * bins))));
            }
        }
    }

    /** Mean of the distances 0, 1, 2 ... strides, weighted by the softmax of their logits, in pixels. */
    private double distance(int first) {
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
