package io.sightline.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Detectors that give boxes, scores and classes ready made, best first: SSD and its like as torchvision exports them,
 * {@code boxes} [n,4] as x1 y1 x2 y2 in pixels of the input, {@code scores} [n], {@code labels} [n]; or as TensorFlow's
 * model zoo does, {@code detection_boxes} [1,n,4] as y1 x1 y2 x2 in shares of the input, {@code detection_scores},
 * {@code detection_classes} [1,n], {@code num_detections} [1]. Both resize inside, so that the picture goes in as it is
 * unless the model fixes a size. Both number classes from 1; here they are numbered from 0, so that the first label is
 * the first class.
 */
final class Ssd implements DetectorFamily {
    private static final DetectorSpec DEFAULTS = new DetectorSpec(
            "ssd",
            InputSpec.ofPicture(1, Normalisation.UNIT),
            Map.of(DetectorSpec.SCORE, 0.5, DetectorSpec.MAX_DETECTIONS, 300.0),
            DetectorSpec.UNNAMED);

    @Override
    public String name() {
        return DEFAULTS.family();
    }

    @Override
    public DetectorSpec defaults() {
        return DEFAULTS;
    }

    @Override
    public boolean recognises(ModelSignature signature) {
        var names =
                signature.outputs().stream().map(output -> plain(output.name())).toList();
        return signature.inputs().size() == 1
                && (names.containsAll(List.of("boxes", "scores", "labels"))
                        || names.containsAll(List.of("detection_boxes", "detection_scores", "detection_classes")));
    }

    /** The first dimension of torchvision's outputs is the number of boxes, which only the run can tell. */
    @Override
    public List<List<Long>> outputShapes(ModelSignature signature, Placement placement) {
        return signature.outputShapes();
    }

    @Override
    public List<Detection> detections(List<OutputTensor> outputs, Placement placement, DetectorSpec spec) {
        var shares = output(outputs, "detection_boxes");
        var boxes =
                shares.isPresent() ? tensorflow(shares.get(), outputs, placement, spec) : torchvision(outputs, spec);
        return PlacedBoxes.in(placement, boxes, spec);
    }

    private static List<Candidate> torchvision(List<OutputTensor> outputs, DetectorSpec spec) {
        var boxes = ModelOutputs.floats(required(outputs, "boxes"));
        var scores = Scores.in(required(outputs, "scores"));
        var labels = required(outputs, "labels");
        ModelOutputs.require(boxes.limit() == 4 * scores.limit(), "a box for every score", outputs);
        var least = (float) spec.threshold(DetectorSpec.SCORE);
        var found = new ArrayList<Candidate>();
        for (int i = 0; i < scores.limit(); i++) {
            if (labels.number(i) >= 1 && scores.at(i) >= least) {
                found.add(new Candidate(
                        i,
                        (int) labels.number(i) - 1,
                        scores.at(i),
                        boxes.get(4 * i),
                        boxes.get(4 * i + 1),
                        boxes.get(4 * i + 2),
                        boxes.get(4 * i + 3)));
            }
        }
        return found;
    }

    private static List<Candidate> tensorflow(
            OutputTensor shares, List<OutputTensor> outputs, Placement placement, DetectorSpec spec) {
        var boxes = ModelOutputs.floats(shares);
        var scores = Scores.in(required(outputs, "detection_scores"));
        var classes = required(outputs, "detection_classes");
        var count = output(outputs, "num_detections").map(number -> (int) number.number(0));
        ModelOutputs.require(boxes.limit() == 4 * scores.limit(), "a box for every score", outputs);
        var least = (float) spec.threshold(DetectorSpec.SCORE);
        var found = new ArrayList<Candidate>();
        for (int i = 0; i < Math.min(scores.limit(), count.orElse(scores.limit())); i++) {
            if (classes.number(i) >= 1 && scores.at(i) >= least) {
                found.add(new Candidate(
                        i,
                        (int) classes.number(i) - 1,
                        scores.at(i),
                        boxes.get(4 * i + 1) * placement.width(),
                        boxes.get(4 * i) * placement.height(),
                        boxes.get(4 * i + 3) * placement.width(),
                        boxes.get(4 * i + 2) * placement.height()));
            }
        }
        return found;
    }

    private static OutputTensor required(List<OutputTensor> outputs, String name) {
        return output(outputs, name)
                .orElseThrow(() -> new IllegalArgumentException("the model has no output " + name + ", it has "
                        + outputs.stream().map(OutputTensor::name).toList()));
    }

    private static Optional<OutputTensor> output(List<OutputTensor> outputs, String name) {
        return outputs.stream()
                .filter(output -> plain(output.name()).equals(name))
                .findFirst();
    }

    /** Exporters of TensorFlow put the number of the output behind its name. */
    private static String plain(String name) {
        return name.endsWith(":0") ? name.substring(0, name.length() - 2) : name;
    }
}
