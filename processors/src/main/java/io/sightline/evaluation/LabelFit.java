package io.sightline.evaluation;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The category of a golden set that each of a model's labels stands for: the one of the same name, or else the only one
 * whose name differs in the case of letters alone. Labels that stand for none are not in it.
 *
 * @param categories ids of categories by label
 */
record LabelFit(Map<String, Long> categories) {
    /** @throws IllegalArgumentException when a category with boxes to be found has no label, with both lists */
    static LabelFit of(GoldenSet set, Collection<String> labels) {
        var categories = new HashMap<String, Long>();
        var freeLabels = new LinkedHashSet<>(labels);
        set.categories().forEach((id, name) -> {
            if (freeLabels.remove(name)) {
                categories.put(name, id);
            }
        });
        var missing = new TreeMap<>(set.categories());
        missing.values().removeAll(categories.keySet());
        var labelsByFold = freeLabels.stream().collect(Collectors.groupingBy(LabelFit::folded));
        var namesByFold =
                missing.entrySet().stream().collect(Collectors.groupingBy(category -> folded(category.getValue())));
        namesByFold.forEach((fold, names) -> {
            var candidates = labelsByFold.getOrDefault(fold, List.of());
            if (names.size() == 1 && candidates.size() == 1) {
                categories.put(candidates.get(0), names.get(0).getKey());
            }
        });
        missing.keySet().removeAll(categories.values());
        missing.keySet().retainAll(set.countingCategories());
        if (!missing.isEmpty()) {
            throw unfit(set, missing.values(), labels);
        }
        return new LabelFit(Map.copyOf(categories));
    }

    private static IllegalArgumentException unfit(
            GoldenSet set, Collection<String> missing, Collection<String> labels) {
        return set.refusal("it does not fit the model, which has no label for " + Names.shortened(missing)
                + "; its categories are " + Names.shortened(set.categories().values()) + ", the model's labels are "
                + Names.shortened(labels) + "; give the categories the names of the labels, or the model"
                + " labels (in detector.yaml or labels.txt) that are the set's names");
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
