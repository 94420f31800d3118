package io.sightline.evaluation;

import io.sightline.claim.Sha256;
import io.sightline.detection.Detection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Mean average precision of a model on a golden set, at an intersection over union of 0.5 (mAP@0.5): boxes of every
 * size, the best 100 detections per picture and category, precision interpolated at 101 levels of recall. It is the
 * figure that pycocotools' {@code COCOeval} has for {@code iouThrs=[0.5]}, within 1e-6, but for a set whose annotations
 * are numbered from 0: there pycocotools never counts annotation 0 as found.
 *
 * @param goldenSet SHA-256 of the golden set
 * @param value mean of the average precision over the categories with boxes to be found, 0..1
 * @param classes each category of the set, in the order of their ids
 */
public record MeanAveragePrecision(Sha256 goldenSet, double value, List<ClassAveragePrecision> classes) {
    public MeanAveragePrecision {
        classes = List.copyOf(classes);
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("a mean average precision must be within 0..1, was " + value);
        }
    }

    /**
     * Compares what a model found with what it should have found. Detections of labels that are no categories of the
     * set do not count.
     *
     * @param labels names of the model's classes
     * @param detections of the model, per picture of the set in the set's order
     * @throws IllegalArgumentException when the set does not fit the labels, as {@link GoldenSet#requireFit}
     * @throws io.sightline.failure.PermanentFailure OUTPUT_NOT_FINITE for a score or a box that is not finite
     */
    public static MeanAveragePrecision of(GoldenSet set, Collection<String> labels, List<List<Detection>> detections) {
        if (detections.size() != set.pictures().size()) {
            throw new IllegalArgumentException("detections must be of the "
                    + set.pictures().size() + " pictures of the golden set, were of " + detections.size());
        }
        var fit = LabelFit.of(set, labels).categories();
        var evaluations = new TreeMap<Long, ClassEvaluation>();
        set.categories().forEach((id, name) -> evaluations.put(id, new ClassEvaluation(name)));
        for (int i = 0; i < detections.size(); i++) {
            add(set, set.pictures().get(i), fit, detections.get(i), evaluations);
        }
        var classes = evaluations.values().stream().map(ClassEvaluation::result).toList();
        var mean = classes.stream()
                .map(ClassAveragePrecision::averagePrecision)
                .flatMapToDouble(OptionalDouble::stream)
                .average();
        return new MeanAveragePrecision(set.sha256(), mean.orElseThrow(), classes);
    }

    private static void add(
            GoldenSet set,
            GoldenPicture picture,
            Map<String, Long> fit,
            List<Detection> detections,
            Map<Long, ClassEvaluation> evaluations) {
        var truths = set.boxes(picture).stream().collect(Collectors.groupingBy(GoldenBox::category));
        var found = new TreeMap<Long, List<ScoredBox>>();
        for (var detection : detections) {
            var box = ScoredBox.of(detection, picture);
            var category = fit.get(detection.label());
            if (category != null) {
                found.computeIfAbsent(category, id -> new ArrayList<>()).add(box);
            }
        }
        evaluations.forEach((id, evaluation) ->
                evaluation.add(truths.getOrDefault(id, List.of()), found.getOrDefault(id, List.of())));
    }
}
