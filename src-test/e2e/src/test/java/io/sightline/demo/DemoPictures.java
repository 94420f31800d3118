package io.sightline.demo;

import io.sightline.detection.Detection;
import io.sightline.picture.PictureAnnotator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A sample of the sent pictures in a folder, evenly over sources and time, with what was found drawn beside them. */
final class DemoPictures {
    private static final int SAMPLE = 100;

    private final Path folder;
    private final int sources;
    private final int stride;
    private final Map<Integer, DemoFrame> kept = new HashMap<>();
    private @Nullable Sample first;

    /** A written picture. */
    record Sample(Path file, String mediaType) {}

    DemoPictures(Path folder, int frames, int sources) {
        this.folder = folder;
        this.sources = sources;
        this.stride = Math.max(1, roundedUp(roundedUp(frames, sources), Math.max(1, SAMPLE / sources)));
    }

    /** Removes the pictures of an earlier run. */
    void clear() throws IOException {
        Files.createDirectories(folder);
        try (var old = Files.list(folder)) {
            for (var file : old.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Writes the frame's picture when it belongs to the sample. */
    void offer(int number, DemoFrame frame) throws IOException {
        if (number / sources % stride == 0 && kept.size() < SAMPLE) {
            kept.put(number, frame);
            write(number, frame);
        }
    }

    /** Draws what was found, if the frame belongs to the sample. */
    void annotate(int number, List<Detection> detections) throws IOException {
        var frame = kept.get(number);
        if (frame != null) {
            var annotated = new PictureAnnotator().draw(frame.bytes(), detections);
            Files.write(folder.resolve(stem(number, frame) + "-annotated.jpg"), annotated);
            first = first == null ? new Sample(original(number, frame), frame.mediaType()) : first;
        }
    }

    /** How many pictures are in the folder, each with what was found beside it. */
    int size() {
        return kept.size();
    }

    /** A picture that can be posted: the first of the sample that was inferred. */
    Optional<Sample> first() {
        return Optional.ofNullable(first);
    }

    /** Writes the frame's picture, whether or not it belongs to the sample. */
    Sample write(int number, DemoFrame frame) throws IOException {
        var file = original(number, frame);
        Files.write(file, frame.bytes());
        return new Sample(file, frame.mediaType());
    }

    private Path original(int number, DemoFrame frame) {
        var name = frame.name();
        return folder.resolve(stem(number, frame) + name.substring(name.lastIndexOf('.')));
    }

    private static int roundedUp(int whole, int part) {
        return (whole + part - 1) / part;
    }

    private static String stem(int number, DemoFrame frame) {
        var name = frame.name().replace('\\', '/');
        var file = name.substring(name.lastIndexOf('/') + 1);
        return "%05d-%s".formatted(number, file.substring(0, file.lastIndexOf('.')));
    }
}
