package io.sightline.detection;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@code detector.yaml} to start from, for a model that says too little of itself. */
final class SpecTemplate {
    private SpecTemplate() {}

    static String text(List<String> families, ModelSignature signature) {
        var picture = signature.picture();
        var size = picture.dimension(2) > 0 && picture.dimension(3) > 0 && picture.dimension(3) != 3
                ? "{ }   # width and height are the model's own"
                : "{ width: 640, height: 640 }";
        return Stream.of(
                        "# A detector.yaml to start from; only family is required:",
                        "family: " + families.get(0) + "   # one of " + String.join(", ", families),
                        "input: " + size,
                        "thresholds: { score: 0.5 }",
                        "labels: [first, second]   # or labels.txt beside the model, one name a line")
                .collect(Collectors.joining("\n"));
    }
}
