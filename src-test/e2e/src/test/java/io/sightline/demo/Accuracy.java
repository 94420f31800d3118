package io.sightline.demo;

import io.sightline.detection.Box;
import io.sightline.detection.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How well found boxes agree with known ones. A found box matches the known box that it overlaps most, when their
 * intersection is at least half of their union; surest first, and each known box once.
 *
 * @param matched found boxes that match a known one
 * @param found all found boxes
 * @param known all known boxes
 */
public record Accuracy(int matched, int found, int known) {
    public static final Accuracy NOTHING = new Accuracy(0, 0, 0);
    private static final double MIN_OVERLAP = 0.5;

    public static Accuracy of(List<Box> known, List<Detection> found) {
        var free = new ArrayList<>(known);
        var matched = 0;
        var surestFirst = found.stream()
                .sorted(Comparator.comparingDouble(Detection::score).reversed())
                .map(Detection::box)
                .toList();
        for (var box : surestFirst) {
            var nearest = free.stream().max(Comparator.comparingDouble(candidate -> overlap(candidate, box)));
            if (nearest.isPresent() && overlap(nearest.get(), box) >= MIN_OVERLAP) {
                free.remove(nearest.get());
                matched++;
            }
        }
        return new Accuracy(matched, found.size(), known.size());
    }

    public Accuracy plus(Accuracy other) {
        return new Accuracy(matched + other.matched, found + other.found, known + other.known);
    }

    /** Share of the found boxes that are right; empty when nothing was found. */
    public OptionalDouble precision() {
        return share(matched, found);
    }

    /** Share of the known boxes that were found; empty when there was nothing to find. */
    public OptionalDouble recall() {
        return share(matched, known);
    }

    /** Intersection over union, 0..1. */
    static double overlap(Box one, Box other) {
        var width = Math.min(one.x() + one.width(), other.x() + other.width()) - Math.max(one.x(), other.x());
        var height = Math.min(one.y() + one.height(), other.y() + other.height()) - Math.max(one.y(), other.y());
        if (width <= 0 || height <= 0) {
            return 0;
        }
        var intersection = (double) width * height;
        return intersection / (area(one) + area(other) - intersection);
    }

    private static double area(Box box) {
        return (double) box.width() * box.height();
    }

    private static OptionalDouble share(int part, int whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
    }
}
