package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.benchmark.server.PythonEnvironment;
import io.sightline.inference.EngineSettings;
import io.sightline.inference.InferenceEngine;
import io.sightline.inference.ModelDirectory;
import io.sightline.inference.TensorOfPicture;
import io.sightline.model.SmallDetector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From JPEG to a tensor of 640x640, against Java's own means and against Python's cv2; judges no figure. */
@Tag("benchmark")
@Tag("decode")
class DecodeBenchmarkIT {
    private static final List<String> SIZES = List.of("640x480", "1920x1080", "4000x3000");
    private static final int SIDE = 640;
    private static final int PICTURES = 3;
    private static final int ROUNDS = Rounds.count(7);
    private static final int SECONDS = Rounds.seconds(2);

    private final Path folder;

    DecodeBenchmarkIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void everySizeIsDecodedInEachWayInEveryRound() throws Exception {
        // Given
        var python = PythonEnvironment.of("fastapi");
        var report = new Report("decode", Rounds.command("decode", ROUNDS, SECONDS));
        var directory = new ModelDirectory("flat", SmallDetector.flat(folder.resolve("flat"), SIDE), "champion");
        try (var engine = new InferenceEngine(List.of(directory), "flat", EngineSettings.standard());
                var sightline = new TensorOfPicture(
                        engine.description("flat", Optional.empty()).spec().input())) {
            // When
            for (var size : SIZES) {
                measure(size, sightline, python, report);
            }
        }
        // Then
        report.publish();
        assertThat(report.isEmpty()).isFalse();
    }

    private void measure(String size, TensorOfPicture sightline, PythonEnvironment python, Report report)
            throws IOException, InterruptedException {
        var pictures = TestPictures.of(size, PICTURES);
        var files = new ArrayList<String>();
        for (int i = 0; i < pictures.size(); i++) {
            files.add(Files.write(folder.resolve(size + "-" + i + ".jpg"), pictures.get(i))
                    .toString());
        }
        Map<String, List<Double>> rounds = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            note(rounds, "sightline", DecodeCost.millis(sightline::make, pictures, Duration.ofSeconds(SECONDS)));
            note(rounds, "imageio", DecodeCost.millis(DecodeCost.imageIo(SIDE), pictures, Duration.ofSeconds(SECONDS)));
            note(rounds, "cv2", cv2(python, files));
        }
        var own = Figure.median(rounds.getOrDefault("sightline", List.of()));
        var imageIo = Figure.median(rounds.getOrDefault("imageio", List.of()));
        var cv2 = Figure.median(rounds.getOrDefault("cv2", List.of()));
        var row = new LinkedHashMap<String, Object>();
        row.put("picture", size);
        row.put("KB", pictures.stream().mapToInt(picture -> picture.length).sum() / PICTURES / 1024);
        row.put("Sightline ms", own);
        row.put("ImageIO + Graphics2D ms", imageIo);
        row.put("cv2 full ms", cv2);
        row.put("ImageIO / Sightline", imageIo / own);
        row.put("cv2 / Sightline", cv2 / own);
        report.row(row);
        if (!size.equals("640x480")) {
            report.target(Target.atLeast("CPU of ImageIO by that of Sightline, " + size, imageIo / own, 2.5));
            report.target(Target.atLeast("CPU of cv2 by that of Sightline, " + size, cv2 / own, 1.3));
        }
    }

    private static void note(Map<String, List<Double>> rounds, String who, double millis) {
        rounds.computeIfAbsent(who, name -> new ArrayList<>()).add(millis);
    }

    private static double cv2(PythonEnvironment python, List<String> files) throws IOException, InterruptedException {
        var millisPerPicture = 1000 * SECONDS / files.size();
        var command = new ArrayList<>(List.of(
                python.program("python"),
                "decode_cost.py",
                Integer.toString(SIDE),
                Integer.toString(SIDE),
                Integer.toString(millisPerPicture)));
        command.addAll(files);
        var process = new ProcessBuilder(command)
                .directory(python.peer().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("decode_cost.py ended with status " + process.exitValue());
        }
        return said.lines().mapToDouble(Double::parseDouble).average().orElseThrow();
    }
}
