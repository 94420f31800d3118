package io.sightline.detection;

import java.util.List;
import java.util.Optional;

/**
 * Says of a model that none or several of the families recognise what it takes and gives, and which spec to begin with.
 *
 * @param families names of all families
 * @param fitting names of those that recognise the model
 * @param names how many classes the model's exporter wrote into it; 0 when it wrote nothing of them
 */
record FamilyNeeded(List<String> families, List<String> fitting, int names, ModelSignature signature) {
    IllegalArgumentException exception() {
        return new IllegalArgumentException("the key family is needed: " + reason() + "\n"
                + SpecTemplate.text(likely(), fitting.isEmpty() ? families : fitting, signature));
    }

    private String reason() {
        var fit = fitting.isEmpty() ? "no detector family fits" : "each of the families " + fitting + " fits";
        return fit + " the model's " + signature + shapeByNames();
    }

    /** For classes that are known by their names the shape of the output is known too. */
    private String shapeByNames() {
        if (names == 0 || output().isEmpty()) {
            return "";
        }
        return isSwapped()
                ? "; with the " + names + " classes of its metadata the output has " + YoloInput.swapped(names)
                : "; with the " + names + " classes of its metadata it would be [1," + (YoloInput.BOX + names)
                        + ",n] as " + Yolo.NAME + " and [1,n," + (YoloInput.BOX + 1 + names) + "] as " + Yolov5.NAME
                        + ": export the model again";
    }

    /** The family to begin with; empty when nothing speaks for one. */
    private Optional<String> likely() {
        return fitting.stream().findFirst().or(this::byOutputs).filter(families::contains);
    }

    private Optional<String> byOutputs() {
        var outputs = signature.outputs().stream().map(TensorSignature::name).toList();
        // With one input they are an SSD's, which is recognised.
        if (signature.inputs().size() > 1 && outputs.containsAll(List.of("boxes", "scores", "labels"))) {
            return Optional.of("rtdetr");
        }
        if (signature.outputs().size() == 1 && signature.outputs().get(0).dimension(1) == 1) {
            return signature.outputs().get(0).shape().size() == 4 ? Optional.of("dbnet") : Optional.empty();
        }
        return output().map(shape -> shape.get(2) == 6 && !isSwapped() ? YoloEndToEnd.NAME : Yolo.NAME);
    }

    private boolean isSwapped() {
        return names > 0
                && output().filter(shape -> YoloInput.isSwapped(shape, names)).isPresent();
    }

    /** Shape of the only output, where it has three dimensions. */
    private Optional<List<Long>> output() {
        return Optional.of(signature.outputs())
                .filter(outputs -> outputs.size() == 1)
                .map(outputs -> outputs.get(0).shape())
                .filter(shape -> shape.size() == 3);
    }
}
