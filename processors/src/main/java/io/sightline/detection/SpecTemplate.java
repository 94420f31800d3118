package io.sightline.detection;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@code detector.yaml} to start from, for a model that says too little of itself. */
final class SpecTemplate {
    private SpecTemplate() {}

    /**
     * The text of it.
     *
     * @param likely the family to begin with; left to the reader when nothing speaks for one
     * @param families all that come into question
     */
    static String text(Optional<String> likely, List<String> families, ModelSignature signature) {
        var picture = signature.picture();
        var size = picture.dimension(2) > 0 && picture.dimension(3) > 0 && picture.dimension(3) != 3
                ? "{ }   # width and height are the model's own"
                : "{ width: 640, height: 640 }";
        return Stream.of(
                        "# A detector.yaml to start from; only family is required:",
                        "family: " + likely.orElse("") + "   # one of " + String.join(", ", families),
                        "input: " + size,
                        "thresholds: { score: 0.5 }",
                        "labels: [first, second]   # or labels.txt beside the model, one name a line")
                .collect(Collectors.joining("\n"));
    }
}
