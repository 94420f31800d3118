package io.sightline.evaluation;

import io.sightline.detection.Detection;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.util.stream.DoubleStream;

/** A detection on a golden picture. */
record ScoredBox(float score, PixelBox box) {
    /** @throws PermanentFailure OUTPUT_NOT_FINITE for a score or a box that cannot be compared */
    static ScoredBox of(Detection detection, GoldenPicture picture) {
        var box = PixelBox.of(detection, picture);
        if (!DoubleStream.of(detection.score(), box.x(), box.y(), box.width(), box.height())
                .allMatch(Double::isFinite)) {
            throw new PermanentFailure(
                    FailureCode.OUTPUT_NOT_FINITE,
                    "detection " + detection.ordinal() + " (" + detection.label() + ") on the golden picture "
                            + picture.fileName() + " has the score " + detection.score() + " and the box "
                            + detection.box() + "; the model's output is not finite, export it again");
        }
        // Adding turns -0 into 0: they are one score, and order must not tell them apart.
        return new ScoredBox(detection.score() + 0f, box);
    }
}
