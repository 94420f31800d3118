package io.sightline.detection;

import java.util.List;

/**
 * One object that a model found.
 *
 * @param ordinal number of the detection within its inference, from 0
 * @param classId class number by the model
 * @param label name of the class
 * @param score confidence, 0..1
 * @param box upright rectangle around the object
 * @param polygon outline, empty for families that yield boxes only
 */
public record Detection(int ordinal, int classId, String label, float score, Box box, List<Point> polygon) {
    public Detection {
        polygon = List.copyOf(polygon);
    }

    /** The same with another number. */
    public Detection numbered(int number) {
        return number == ordinal ? this : new Detection(number, classId, label, score, box, polygon);
    }
}
