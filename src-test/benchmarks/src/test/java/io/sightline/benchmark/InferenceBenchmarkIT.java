package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.model.SmallDetector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code POST /v1/inference} of the running runtime against FastAPI and against a loop that serves nobody, in turn;
 * judges no figure.
 */
@Tag("benchmark")
@Tag("inference")
@ExtendWith(TestStack.class)
class InferenceBenchmarkIT {
    private static final int ROUNDS = Rounds.count(3);
    private static final int SECONDS = Rounds.seconds(10);
    private static final List<String> SIZES = list("benchmark.sizes", "640x480,1920x1080,4000x3000");
    private static final List<Integer> CLIENTS =
            list("benchmark.clients", "1,4,16").stream().map(Integer::valueOf).toList();

    @Test
    void theTextDetectorServesPicturesOfEachSizeToEachNumberOfClients(DevStack stack) throws Exception {
        // Given
        var report = new Report("inference", Rounds.command("inference", ROUNDS, SECONDS));
        try (var arena = new Arena(stack, "text-detector", TextDetector.folder(), Rounds.window(SECONDS))) {
            // When
            var duels = arena.duels(SIZES, CLIENTS, ROUNDS);
            // Then
            duels.forEach(duel -> duel.report(report));
            duels.forEach(duel -> InferenceTargets.ofDetector(duel, report));
            report.publish();
            assertThat(duels).allMatch(duel -> duel.figure(Duel.SIGHTLINE, Outcome::failed) == 0);
        }
    }

    /** Pictures of 64x64, where only the server counts; and of 200 KB, for what a body costs. */
    @Test
    void aModelOfAMillisecondLeavesTheServerAlone(DevStack stack, @TempDir Path folder) throws Exception {
        // Given
        var report = new Report("inference-small", Rounds.command("inference", ROUNDS, SECONDS));
        var model = SmallDetector.in(folder.resolve("small"));
        try (var arena = new Arena(stack, "small", model, Rounds.window(SECONDS))) {
            // When
            var duels = arena.duels(List.of("64x64", "960x640"), CLIENTS, ROUNDS);
            // Then
            duels.forEach(duel -> duel.report(report));
            duels.forEach(duel -> InferenceTargets.ofSmallModel(duel, report));
            report.target(Target.atMost(
                    "heap per picture of 200 KB beyond its bytes, KB",
                    arena.heapPerPicture(new Cell("small", "960x640", 4)) / 1024,
                    32));
            report.publish();
            assertThat(duels).allMatch(duel -> duel.figure(Duel.SIGHTLINE, Outcome::failed) == 0);
        }
    }

    private static List<String> list(String property, String standard) {
        return new ArrayList<>(
                Arrays.asList(System.getProperty(property, standard).split(",")));
    }
}
