package io.sightline.detection;

import java.util.ArrayList;
import java.util.List;

/** Boxes in pixels of the input tensor as detections of the picture. */
final class PlacedBoxes {
    private PlacedBoxes() {}

    /** Numbered in this order; what lies outside of the picture is left out. */
    static List<Detection> in(Placement placement, List<Candidate> boxes, DetectorSpec spec) {
        var found = new ArrayList<Detection>(boxes.size());
        for (var box : boxes) {
            placement
                    .box(box.x1(), box.y1(), box.x2(), box.y2())
                    .map(share -> new Detection(
                            found.size(), box.classId(), spec.label(box.classId()), box.score(), share, List.of()))
                    .ifPresent(found::add);
        }
        return found;
    }
}
