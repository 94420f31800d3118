package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.detection.Detection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A model and what its reference implementation found with it.
 *
 * @param folder has {@code expected.json}, {@code model.onnx} and, where the model says too little, more files
 * @param pictures folder of the pictures that were looked at
 */
record ParityFixture(Path folder, Path pictures) {
    /** What was found, picture by picture. */
    Stream<JsonNode> expected() {
        try {
            var recorded =
                    new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
            return StreamSupport.stream(recorded.get("pictures").spliterator(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The model, laid out as a model folder below another one. */
    InferenceEngine engine(Path scratch) {
        var model = new ModelFolder(scratch.resolve(folder.getFileName()));
        for (var file : List.of("model.onnx", "detector.yaml", "labels.txt")) {
            if (Files.exists(folder.resolve(file))) {
                model.with("1/" + file, content(folder.resolve(file)));
            }
        }
        return model.engine();
    }

    byte[] picture(JsonNode expected) {
        return content(pictures.resolve(expected.get("picture").asText()));
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Boxes within a pixel, scores within a thousandth, same count, the best first; equals in the reference's order.
     */
    static void assertParity(Inference inference, JsonNode expected) {
        assertThat(inference.width()).isEqualTo(expected.get("width").asInt());
        assertThat(inference.height()).isEqualTo(expected.get("height").asInt());
        var wanted = bestFirst(expected.get("detections"));
        assertThat(inference.detections()).hasSizeGreaterThanOrEqualTo(3).hasSize(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            var found = inference.detections().get(i);
            assertThat(found.classId())
                    .as("class of detection %d", i)
                    .isEqualTo(wanted.get(i).get("classId").asInt());
            assertThat((double) found.score())
                    .as("score of detection %d", i)
                    .isCloseTo(wanted.get(i).get("score").asDouble(), within(1e-3));
            assertThat(distance(found, wanted.get(i).get("box"), inference))
                    .as("pixels between the edges of detection %d", i)
                    .isLessThanOrEqualTo(1);
        }
    }

    /** The engine gives the best first, whatever the order of the reference. */
    private static List<JsonNode> bestFirst(JsonNode detections) {
        return StreamSupport.stream(detections.spliterator(), false)
                .sorted(Comparator.comparingDouble(
                        detection -> -detection.get("score").asDouble()))
                .toList();
    }

    /** Farthest that an edge lies from the expected one, in pixels. */
    private static double distance(Detection detection, JsonNode wanted, Inference inference) {
        var box = detection.box();
        var edges = List.of(
                box.x() * inference.width(),
                box.y() * inference.height(),
                (box.x() + box.width()) * inference.width(),
                (box.y() + box.height()) * inference.height());
        return IntStream.range(0, 4)
                .mapToDouble(i -> Math.abs(edges.get(i) - wanted.get(i).asDouble()))
                .max()
                .orElseThrow();
    }
}
