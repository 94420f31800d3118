package io.sightline.detection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Greedy non-maximum suppression: the best candidate stays and removes those that overlap it too much, and so on. With
 * the arithmetic of torchvision's {@code nms}: in single precision, intersection over union strictly above the limit
 * removes.
 *
 * @param iou the limit, 0..1
 * @param classOffset pixels by which the boxes of one class are moved away from those of the one before, so that only
 *     boxes of one class remove each other; 0 lets all classes compete
 * @param inclusive pixels that an edge itself counts: 1 where the reference implementation takes the last pixel as part
 *     of the box, else 0
 */
record NonMaximumSuppression(double iou, float classOffset, float inclusive) {
    /** Name of the limit among a spec's thresholds. */
    static final String IOU = "iou";
    /** What Ultralytics takes, more than the side of any input. */
    static final float CLASSES_APART = 7680;
    /** By score, of equal ones by place in the output. */
    static final Comparator<Candidate> BEST_FIRST =
            Comparator.comparingDouble(Candidate::score).reversed().thenComparingInt(Candidate::index);
    /** More than any picture holds; what a broken model proposes beyond it would cost minutes. */
    private static final int MOST_CANDIDATES = 30_000;

    NonMaximumSuppression(double iou, float classOffset) {
        this(iou, classOffset, 0);
    }

    /** The candidates that stay, best first. */
    List<Candidate> keep(List<Candidate> candidates, int most) {
        var sorted =
                candidates.stream().sorted(BEST_FIRST).limit(MOST_CANDIDATES).toList();
        var removed = new boolean[sorted.size()];
        var kept = new ArrayList<Candidate>();
        for (int i = 0; i < sorted.size() && kept.size() < most; i++) {
            if (removed[i]) {
                continue;
            }
            var best = sorted.get(i);
            kept.add(best);
            for (int j = i + 1; j < sorted.size(); j++) {
                removed[j] = removed[j] || overlap(best, sorted.get(j)) > iou;
            }
        }
        return kept;
    }

    private float overlap(Candidate one, Candidate other) {
        if (classOffset > 0 && one.classId() != other.classId()) {
            return 0;
        }
        // The offset stays in the arithmetic for its rounding, which is that of the reference implementations.
        var away = classOffset * one.classId();
        var width = Math.min(one.x2() + away, other.x2() + away) - Math.max(one.x1() + away, other.x1() + away);
        var height = Math.min(one.y2() + away, other.y2() + away) - Math.max(one.y1() + away, other.y1() + away);
        var shared = Math.max(0, width + inclusive) * Math.max(0, height + inclusive);
        return shared == 0 ? 0 : shared / (area(one, away) + area(other, away) - shared);
    }

    private float area(Candidate box, float away) {
        return ((box.x2() + away) - (box.x1() + away) + inclusive)
                * ((box.y2() + away) - (box.y1() + away) + inclusive);
    }
}
