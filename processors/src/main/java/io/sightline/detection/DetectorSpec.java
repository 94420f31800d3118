package io.sightline.detection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that turns a model into a detector, as data.
 *
 * @param family name of the family that interprets the output
 * @param thresholds numbers of the family by name; every family has {@code score} and {@code maxDetections}
 * @param labels names of the classes, by class number
 */
public record DetectorSpec(String family, InputSpec input, Map<String, Double> thresholds, List<String> labels) {
    /** Lowest score that is a detection, 0..1. */
    public static final String SCORE = "score";
    /** Most detections that one picture yields. */
    public static final String MAX_DETECTIONS = "maxDetections";

    /** Labels of a family that cannot know them: classes go by their numbers. */
    static final List<String> UNNAMED = List.of("0");

    private static final ObjectMapper JSON = new ObjectMapper();

    public DetectorSpec {
        thresholds = Collections.unmodifiableMap(new TreeMap<>(thresholds));
        labels = List.copyOf(labels);
        requireWithin(thresholds, SCORE, 0, 1);
        requireWithin(thresholds, MAX_DETECTIONS, 1, 100_000);
        if (labels.isEmpty()) {
            throw new IllegalArgumentException("labels must name at least one class");
        }
    }

    /** A number of the family. */
    public double threshold(String name) {
        var value = thresholds.get(name);
        if (value == null) {
            throw new IllegalArgumentException("thresholds." + name + " is missing, known are " + thresholds.keySet());
        }
        return value;
    }

    /** Name of a class, its number when the labels do not reach that far. */
    public String label(int classId) {
        return classId < labels.size() ? labels.get(classId) : Integer.toString(classId);
    }

    /** Whether classes have names, rather than their numbers alone. */
    public boolean namesClasses() {
        return !labels.equals(UNNAMED);
    }

    /** The whole spec as JSON; read back it is equal. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a detector spec is always JSON", e);
        }
    }

    /** Refuses a threshold that is missing or outside of its range. */
    static void requireWithin(Map<String, Double> thresholds, String name, double least, double most) {
        var value = thresholds.get(name);
        if (value == null || !(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    "thresholds." + name + " must be within " + least + ".." + most + ", was " + value);
        }
    }
}
