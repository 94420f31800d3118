package io.sightline.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Gathers the detections of one category, picture by picture, and says how precise they are; after {@code evaluateImg}
 * and {@code accumulate} of pycocotools' {@code COCOeval}, with the one threshold 0.5 and boxes of every size.
 */
final class ClassEvaluation {
    /** Most detections of a picture that count, the best ones. */
    private static final int MAX_DETECTIONS = 100;

    private static final double LEAST_OVERLAP = 0.5;
    private static final int RECALL_LEVELS = 101;
    /** Multiplied as NumPy does it: its level 57 lies above the recall 57/100. */
    private static final double RECALL_STEP = 0.01;

    private final String category;
    private final List<Judged> judged = new ArrayList<>();
    private int groundTruths;

    private record Judged(float score, boolean isRight) {}

    ClassEvaluation(String category) {
        this.category = category;
    }

    /**
     * Adds a picture. Among detections of one score those of pictures that were added first, and of one picture the
     * first ones, come first.
     *
     * @param truths true boxes of the category on the picture
     * @param found what a model takes for objects of the category there
     */
    void add(List<GoldenBox> truths, List<ScoredBox> found) {
        var crowdsLast =
                truths.stream().sorted(Comparator.comparing(GoldenBox::crowd)).toList();
        var taken = new boolean[crowdsLast.size()];
        var best = found.stream()
                .sorted(Comparator.comparingDouble(ScoredBox::score).reversed())
                .limit(MAX_DETECTIONS);
        best.forEachOrdered(detection -> {
            var match = match(detection.box(), crowdsLast, taken);
            if (match < 0) {
                judged.add(new Judged(detection.score(), false));
            } else if (!crowdsLast.get(match).crowd()) {
                taken[match] = true;
                judged.add(new Judged(detection.score(), true));
            }
        });
        groundTruths += (int) truths.stream().filter(truth -> !truth.crowd()).count();
    }

    ClassAveragePrecision result() {
        var truePositives = (int) judged.stream().filter(Judged::isRight).count();
        return new ClassAveragePrecision(
                category,
                groundTruths == 0 ? OptionalDouble.empty() : OptionalDouble.of(averagePrecision()),
                groundTruths,
                truePositives,
                judged.size() - truePositives);
    }

    /**
     * The free true box that overlaps most, of equal ones the last; a crowd, which is never taken, only where there is
     * no other.
     *
     * @return its index, -1 when none overlaps enough
     */
    private static int match(PixelBox detection, List<GoldenBox> crowdsLast, boolean[] taken) {
        var most = LEAST_OVERLAP;
        var match = -1;
        for (int i = 0; i < taken.length; i++) {
            var truth = crowdsLast.get(i);
            if (truth.crowd() && match >= 0 && !crowdsLast.get(match).crowd()) {
                break;
            }
            var overlap = truth.crowd()
                    ? detection.intersectionOverArea(truth.box())
                    : detection.intersectionOverUnion(truth.box());
            if (!taken[i] && overlap >= most) {
                most = overlap;
                match = i;
            }
        }
        return match;
    }

    private double averagePrecision() {
        var bestFirst = judged.stream()
                .sorted(Comparator.comparingDouble(Judged::score).reversed())
                .toList();
        var recall = new double[bestFirst.size()];
        var precision = new double[bestFirst.size()];
        var right = 0;
        for (int i = 0; i < recall.length; i++) {
            right += bestFirst.get(i).isRight() ? 1 : 0;
            recall[i] = (double) right / groundTruths;
            precision[i] = (double) right / (i + 1);
        }
        for (int i = precision.length - 1; i > 0; i--) {
            precision[i - 1] = Math.max(precision[i - 1], precision[i]);
        }
        var sum = 0.0;
        var reached = 0;
        for (int level = 0; level < RECALL_LEVELS; level++) {
            while (reached < recall.length && recall[reached] < level * RECALL_STEP) {
                reached++;
            }
            sum += reached < precision.length ? precision[reached] : 0;
        }
        return sum / RECALL_LEVELS;
    }
}
