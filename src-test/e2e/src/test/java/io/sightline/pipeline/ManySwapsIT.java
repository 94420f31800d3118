package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.inference.DetectionOptions;
import io.sightline.inference.InferenceEngine;
import io.sightline.local.LocalRuntime;
import io.sightline.model.SmallDetector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two versions take turns for a long time, each decided, announced and loaded anew, while pictures are under way. */
@Tag("slow")
@ExtendWith(TestStack.class)
class ManySwapsIT {
    private static final String MODEL = "spots";
    private static final int SWAPS = 50;
    /** What a swap might hold on to is far more: a graph, its signature and its spec. */
    private static final long MOST_GROWTH = 4 << 20;

    @Test
    void leaveNothingBehind(DevStack stack, @TempDir Path folder) throws Exception {
        // Given
        var model = SmallDetector.in(folder.resolve(MODEL));
        var other = SmallDetector.flat(folder.resolve("other"), SmallDetector.SIDE);
        Files.move(other.resolve("1"), model.resolve("2"));
        var settings = settings(stack, model);
        var database = new Database(settings);
        var over = new AtomicBoolean();
        var clients = Executors.newFixedThreadPool(2);
        try (var runtime = LocalRuntime.run(settings)) {
            var engine = runtime.getBean(InferenceEngine.class);
            pin(database, engine, "1");
            pin(database, engine, "2");
            var first = clients.submit(detectionsUntil(over, engine));
            var second = clients.submit(detectionsUntil(over, engine));
            pin(database, engine, "1");
            var heap = heap();
            // When
            for (int swap = 0; swap < SWAPS; swap++) {
                pin(database, engine, swap % 2 == 0 ? "2" : "1");
            }
            // Then
            assertThat(heap() - heap).isLessThan(MOST_GROWTH);
            over.set(true);
            assertThat(first.get()).isGreaterThan(SWAPS);
            assertThat(second.get()).isGreaterThan(SWAPS);
            assertThat(engine.versionsInMemory()).isOne();
            assertThat(runtime.getBean(MeterRegistry.class)
                            .get("sightline.engine.versions")
                            .gauge()
                            .value())
                    .isOne();
            assertThat(runtime.getBean(MeterRegistry.class)
                            .get("sightline.model.swap")
                            .tag("model", MODEL)
                            .timer()
                            .count())
                    .isGreaterThanOrEqualTo(SWAPS);
        } finally {
            over.set(true);
            clients.shutdownNow();
        }
    }

    private static Map<String, String> settings(DevStack stack, Path model) {
        var settings = stack.isolate("many-swaps");
        settings.keySet().removeIf(key -> key.startsWith("sightline.models."));
        settings.put("sightline.stages", "promote,detect");
        settings.put("sightline.models." + MODEL + ".path", model.toString());
        settings.put("sightline.detection.model", MODEL);
        settings.put("sightline.promotion.period", "300ms");
        settings.put("sightline.promotion.watch-window", "0s");
        return settings;
    }

    private static void pin(Database database, InferenceEngine engine, String version) {
        database.change(
                "insert into model_command (id, name, command, version, requested_by)"
                        + " values (gen_random_uuid(), ?, 'pin', ?, 'alice')",
                MODEL,
                version);
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> engine.models().stream()
                                .anyMatch(serving -> serving.version().equals(version))
                        && engine.versionsInMemory() == 1);
    }

    private static Callable<Integer> detectionsUntil(AtomicBoolean over, InferenceEngine engine) {
        var picture = NumberedPicture.jpeg(1);
        return () -> {
            var detections = 0;
            while (!over.get()) {
                engine.detect(picture, DetectionOptions.NONE);
                detections++;
            }
            return detections;
        };
    }

    /** Bytes that the heap holds after all garbage is gone. */
    private static long heap() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
