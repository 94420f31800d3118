package io.sightline.demo;

import io.sightline.detection.Box;
import io.sightline.detection.Detection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The known boxes of the frames of a run, by number of the frame. */
final class Truths {
    private final Map<Integer, List<Box>> boxes = new HashMap<>();

    void remember(int number, DemoFrame frame) {
        frame.truth().ifPresent(known -> boxes.put(number, known));
    }

    boolean known() {
        return !boxes.isEmpty();
    }

    Accuracy accuracy(int number, List<Detection> found) {
        var known = boxes.get(number);
        return known == null ? Accuracy.NOTHING : Accuracy.of(known, found);
    }
}
