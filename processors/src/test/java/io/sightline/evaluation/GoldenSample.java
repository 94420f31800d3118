package io.sightline.evaluation;

import io.sightline.detection.Box;
import io.sightline.detection.Detection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A golden set of pictures of 100 x 100 pixels that is written box by box; it knows the categories a and b. */
final class GoldenSample {
    static final List<String> LABELS = List.of("a", "b");
    private static final float SIDE = 100;

    private final List<String> annotations = new ArrayList<>();
    private int pictures;

    /** Begins a picture, on which the next boxes are. */
    GoldenSample picture() {
        pictures++;
        return this;
    }

    GoldenSample box(String label, double x, double y, double width, double height) {
        return annotation(label, 0, x, y, width, height);
    }

    GoldenSample crowd(String label, double x, double y, double width, double height) {
        return annotation(label, 1, x, y, width, height);
    }

    private GoldenSample annotation(String label, int crowd, double x, double y, double width, double height) {
        annotations.add(String.format(
                Locale.ROOT,
                "{\"id\": %d, \"image_id\": %d, \"category_id\": %d, \"bbox\": [%s, %s, %s, %s], \"iscrowd\": %d}",
                annotations.size(),
                pictures,
                LABELS.indexOf(label),
                x,
                y,
                width,
                height,
                crowd));
        return this;
    }

    GoldenSet set() {
        var images = new ArrayList<String>();
        for (int id = 1; id <= pictures; id++) {
            images.add("{\"id\": %d, \"file_name\": \"%d.png\", \"width\": 100, \"height\": 100}".formatted(id, id));
        }
        var json = "{\"images\": " + images + ", \"annotations\": " + annotations
                + ", \"categories\": [{\"id\": 0, \"name\": \"a\"}, {\"id\": 1, \"name\": \"b\"}]}";
        return GoldenSet.read("sample.json", json.getBytes(StandardCharsets.UTF_8));
    }

    /** A detection, its box in pixels. */
    static Detection found(String label, double score, double x, double y, double width, double height) {
        var box = new Box((float) x / SIDE, (float) y / SIDE, (float) width / SIDE, (float) height / SIDE);
        return new Detection(0, LABELS.indexOf(label), label, (float) score, box, List.of());
    }
}
