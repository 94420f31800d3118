package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.local.LocalRuntime;
import io.sightline.model.SmallDetector;
import io.sightline.model.v1.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Versions in a folder, from a file to what is announced: the routes lead-promotion, promote-models, promote-model,
 * carry-out-commands, watch-models and repeat-announcements.
 */
@ExtendWith(TestStack.class)
class PromoteIT {
    private static final String MODEL = "spots";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void versionsOfAFolderGoLiveAndBackAndABrokenOneDoesNot(DevStack stack, @TempDir Path folder) throws Exception {
        // Given
        var model = SmallDetector.in(folder.resolve(MODEL));
        var settings = settings(stack, "promote", model);
        var database = new Database(settings);
        try (var announced = new AnnouncedModels(settings);
                var runtime = LocalRuntime.run(settings)) {
            awaitVersion(announced, "1");
            assertThat(objects(runtime.getBean(MinioClient.class), settings)).hasSize(2);
            // When a version is put in its place
            put(model, "2", "big spot");
            awaitVersion(announced, "2");
            // Then the way that it took is written down
            assertThat(steps(database, "2"))
                    .containsExactly("discovered", "downloaded", "verified", "loaded", "warmed", "gated", "serving");
            // When the next one is none
            put(model, "3", "broken");
            Files.writeString(model.resolve("4.part"), "nothing of ours");
            await().atMost(PATIENCE)
                    .until(() -> announced
                                    .last(MODEL)
                                    .orElseThrow()
                                    .state()
                                    .orElseThrow()
                                    .getStatus()
                            == Status.REJECTED);
            // Then the one before goes on, and the reason is told
            var rejected = announced.last(MODEL).orElseThrow();
            assertThat(rejected.version()).isEqualTo("2");
            assertThat(rejected.state().orElseThrow().getReason())
                    .startsWith("version 3: UNUSABLE: model.onnx: the file is no ONNX model");
            assertThat(steps(database, "3")).containsExactly("discovered", "downloaded", "rejected");
            // When somebody goes back, and stays there
            command(database, "rollback", null);
            awaitVersion(announced, "1");
            command(database, "pin", null);
            await().atMost(PATIENCE)
                    .until(() -> announced
                            .last(MODEL)
                            .orElseThrow()
                            .state()
                            .orElseThrow()
                            .getPinned());
            put(model, "5", "spot of another day");
            command(database, "look", null);
            await().atMost(PATIENCE)
                    .until(() -> database.number("select count(*) from model_command where state = 'waiting'") == 0);
            assertThat(announced.last(MODEL).orElseThrow().version()).isEqualTo("1");
            // Then the next version goes live when nobody wants to stay any more
            command(database, "unpin", null);
            awaitVersion(announced, "5");
            assertThat(database.rows("select state, requested_by from model_command"))
                    .allSatisfy(row -> assertThat(row.get("state")).isEqualTo("done"));
            var meters = runtime.getBean(MeterRegistry.class);
            assertThat(meters.get("sightline.promotion.leader").gauge().value()).isOne();
            assertThat(meters.get("sightline.promotion.steps")
                            .tags("model", MODEL, "step", "rejected", "reason", "UNUSABLE")
                            .counter()
                            .count())
                    .isOne();
            assertThat(meters.get("sightline.promotion.duration").timer().count())
                    .isEqualTo(3);
        }
    }

    @Test
    void aModelThatLeavesTheConfigurationIsRetiredAndWhatTheTopicLostIsToldAgain(DevStack stack, @TempDir Path folder)
            throws Exception {
        // Given
        var model = SmallDetector.in(folder.resolve(MODEL));
        var settings = settings(stack, "retire", model);
        try (var announced = new AnnouncedModels(settings)) {
            try (var runtime = LocalRuntime.run(settings)) {
                awaitVersion(announced, "1");
                assertThat(runtime.isRunning()).isTrue();
            }
            // When
            settings.keySet().removeIf(key -> key.startsWith("sightline.models." + MODEL));
            settings.putAll(Map.of(
                    "sightline.models.other.path",
                    SmallDetector.in(folder.resolve("other")).toString(),
                    "sightline.detection.model",
                    "other"));
            try (var runtime = LocalRuntime.run(settings)) {
                // Then
                await().atMost(PATIENCE)
                        .until(() -> announced.last(MODEL).orElseThrow().state().isEmpty());
                await().atMost(PATIENCE).until(() -> announced.last("other").isPresent());
                assertThat(runtime.isRunning()).isTrue();
            }
        }
    }

    private static Map<String, String> settings(DevStack stack, String name, Path model) {
        var settings = stack.isolate(name);
        settings.keySet().removeIf(key -> key.startsWith("sightline.models."));
        settings.put("sightline.stages", "promote");
        settings.put("sightline.models." + MODEL + ".path", model.toString());
        settings.put("sightline.detection.model", MODEL);
        settings.put("sightline.promotion.period", "300ms");
        settings.put("sightline.promotion.lease", "3s");
        return settings;
    }

    private static void awaitVersion(AnnouncedModels announced, String version) {
        await().atMost(PATIENCE)
                .until(() -> announced
                        .last(MODEL)
                        .filter(last -> last.version().equals(version))
                        .isPresent());
    }

    /** As an operator is told to: beside it first, then renamed. Labels make it another version of the same model. */
    private static void put(Path model, String version, String label) throws IOException {
        var beside = Files.createDirectories(model.resolve("next-" + version));
        Files.copy(model.resolve("1/detector.yaml"), beside.resolve("detector.yaml"));
        if (label.equals("broken")) {
            Files.writeString(beside.resolve("model.onnx"), "no model");
        } else {
            Files.copy(model.resolve("1/model.onnx"), beside.resolve("model.onnx"));
            Files.writeString(beside.resolve("labels.txt"), label);
        }
        Files.move(beside, model.resolve(version));
    }

    private static void command(Database database, String command, @Nullable String version) {
        database.change(
                "insert into model_command (id, name, command, version, requested_by)"
                        + " values (gen_random_uuid(), ?, ?, ?, 'alice')",
                MODEL,
                command,
                version);
    }

    private static List<Object> steps(Database database, String version) {
        return database
                .rows("select step from model_event where name = ? and version = ? order by id", MODEL, version)
                .stream()
                .map(row -> row.get("step"))
                .toList();
    }

    private static List<String> objects(MinioClient client, Map<String, String> settings) throws Exception {
        var request = ListObjectsArgs.builder()
                .bucket(settings.get("sightline.s3.bucket"))
                .prefix("models/")
                .recursive(true)
                .build();
        var names = new java.util.ArrayList<String>();
        for (var object : client.listObjects(request)) {
            names.add(object.get().objectName());
        }
        return names;
    }
}
