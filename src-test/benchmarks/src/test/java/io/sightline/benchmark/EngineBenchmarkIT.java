package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detection.TensorType;
import io.sightline.inference.DetectionOptions;
import io.sightline.inference.EngineSettings;
import io.sightline.inference.InferenceEngine;
import io.sightline.inference.ModelDirectory;
import io.sightline.inference.RequestTensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The engine against {@code OrtSession.run} with buffers that are made once, on the same model; judges no figure. */
@Tag("benchmark")
@Tag("engine")
class EngineBenchmarkIT {
    private static final int SIDE = 640;
    private static final int ROUNDS = Rounds.count(7);
    private static final int SECONDS = Rounds.seconds(8);

    @Test
    void bothRunInTurnWithOneAndWithTwoPermits() throws Exception {
        // Given
        var report = new Report("engine", Rounds.command("engine", ROUNDS, SECONDS));
        // When
        for (var permits : new int[] {1, 2}) {
            measure(permits, report);
        }
        // Then
        report.publish();
        assertThat(report.isEmpty()).isFalse();
    }

    private static void measure(int permits, Report report) throws Exception {
        var settings = EngineSettings.standard().with(permits, Duration.ofMinutes(1));
        var directory = new ModelDirectory("text-detector", TextDetector.folder(), "champion");
        try (var session = new BareSession(TextDetector.file());
                var engine = new InferenceEngine(List.of(directory), "text-detector", settings)) {
            var runs = new ArrayList<BareSession.BareRun>();
            for (int i = 0; i < permits; i++) {
                runs.add(session.run(SIDE));
            }
            var bare = runs.stream().map(run -> (Rate.Work) run::once).toList();
            var picture = TestPictures.of(SIDE + "x" + SIDE, 1).get(0);
            var detected = new ArrayList<Double>();
            var inferred = new ArrayList<Double>();
            var alone = new ArrayList<Double>();
            for (int round = 0; round < ROUNDS; round++) {
                var before = millis(bare);
                var detect = detectMillis(engine, picture, permits);
                var between = millis(bare);
                var infer = millis(Collections.nCopies(permits, infer(engine)));
                var after = millis(bare);
                alone.add(between);
                detected.add((before + between) / 2 / detect);
                inferred.add((between + after) / 2 / infer);
            }
            runs.forEach(BareSession.BareRun::close);
            report.row(row(permits, alone, detected, inferred));
            report.target(
                    Target.atLeast("pictures: engine by bare, permits: " + permits, Figure.median(detected), 0.97));
            report.target(
                    Target.atLeast("tensors: engine by bare, permits: " + permits, Figure.median(inferred), 0.97));
        }
    }

    private static Map<String, Object> row(
            int permits, List<Double> alone, List<Double> detected, List<Double> inferred) {
        var row = new LinkedHashMap<String, Object>();
        row.put("permits", permits);
        row.put("bare OrtSession.run, ms", Figure.median(alone));
        row.put("pictures: run of the engine by bare", Figure.median(detected));
        row.put("lowest", Collections.min(detected));
        row.put("highest", Collections.max(detected));
        row.put("tensors: engine by bare", Figure.median(inferred));
        row.put("lowest ", Collections.min(inferred));
        row.put("highest ", Collections.max(inferred));
        return row;
    }

    /** Time that one piece of work takes while all are at work. */
    private static double millis(List<Rate.Work> works) throws InterruptedException, ExecutionException {
        return 1000 * works.size() / Rate.perSecond(works, Rounds.window(SECONDS));
    }

    /** Time of the run in a way through the engine that also decodes and interprets: outputs are pinned there. */
    private static double detectMillis(InferenceEngine engine, byte[] picture, int permits)
            throws InterruptedException, ExecutionException {
        var nanos = new LongAdder();
        var count = new LongAdder();
        Rate.Work detect = () -> {
            nanos.add(engine.detect(picture, DetectionOptions.NONE).infer().toNanos());
            count.increment();
        };
        Rate.perSecond(Collections.nCopies(permits, detect), Rounds.window(SECONDS));
        return nanos.sum() / 1e6 / count.sum();
    }

    /** A caller's own tensor, copied in and out. */
    private static Rate.Work infer(InferenceEngine engine) {
        var shape = List.of(1L, 3L, (long) SIDE, (long) SIDE);
        var tensor = BareSession.noise(SIDE);
        return () -> engine.infer(
                "text-detector",
                Optional.empty(),
                List.of(new RequestTensor("x", TensorType.FP32, shape, tensor.duplicate())),
                Set.of());
    }
}
