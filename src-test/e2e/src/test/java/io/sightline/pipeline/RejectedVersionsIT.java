package io.sightline.pipeline;

import static io.sightline.pipeline.MlflowPromoter.PATIENCE;
import static io.sightline.pipeline.MlflowPromoter.labelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.sightline.devstack.DevStack;
import io.sightline.devstack.MlflowServer;
import io.sightline.e2e.TestStack;
import io.sightline.inference.DetectionOptions;
import io.sightline.inference.InferenceEngine;
import io.sightline.inference.ModelDirectory;
import io.sightline.mlflow.DataScientist;
import io.sightline.mlflow.RunningMlflow;
import io.sightline.model.SmallDetector;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Versions that must not serve, in a real MLflow that shows why they do not. Needs Python. */
@Tag("slow")
@ExtendWith({TestStack.class, RunningMlflow.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RejectedVersionsIT {
    private static final String ALIAS = "champion";
    private static final String BROKEN = "rejected-broken";
    private static final String JUDGED = "rejected-judged";
    private static final long GIGABYTE = 1L << 30;
    private static final String SIGNATURE_OF_ANOTHER = """
            flavors:
              onnx:
                data: model.onnx
            signature:
              inputs: '[{"name":"x","type":"tensor","tensor-spec":{"dtype":"float32","shape":[-1,3,32,32]}}]'
            """;

    private final DataScientist scientist;
    private final Path folder;
    private final String bucket;
    private final MlflowPromoter promoter;

    RejectedVersionsIT(DevStack stack, MlflowServer server, @TempDir Path folder) {
        this.folder = folder;
        scientist = DataScientist.at(server);
        var settings = stack.isolate("rejected");
        bucket = String.valueOf(settings.get("sightline.s3.bucket"));
        settings.keySet().removeIf(key -> key.startsWith("sightline.models."));
        settings.putAll(Map.of(
                "sightline.models." + BROKEN + ".from",
                "mlflow",
                "sightline.models." + JUDGED + ".from",
                "mlflow",
                "sightline.models." + JUDGED + ".golden",
                "s3://" + bucket + "/golden",
                "sightline.detection.model",
                BROKEN,
                "sightline.mlflow.url",
                server.url(),
                "sightline.artifacts.cache",
                folder.resolve("cache").toString(),
                "sightline.artifacts.cache-limit",
                "1GB",
                // The tests of all others run on the same machine.
                "sightline.promotion.latency-factor",
                "100"));
        promoter = new MlflowPromoter(scientist, settings);
    }

    @AfterAll
    void end() {
        promoter.close();
    }

    @Test
    void whatCannotServeIsRejectedAndMlflowShowsWhy() throws Exception {
        // Given
        var model = BROKEN;
        var before =
                promoter.promote(model, SmallDetector.in(folder.resolve(model)).resolve("1"));
        // When, then
        var apart = SmallDetector.withWeightsIn("weights.data", folder.resolve("missing"))
                .resolve("1");
        Files.delete(apart.resolve("weights.data"));
        promoter.rejects(
                model,
                apart,
                "EXTERNAL_DATA: the model names weights in weights.data, and the version has no such file");
        promoter.rejects(
                model,
                SmallDetector.withWeightsIn("../weights.data", folder.resolve("leading-out"))
                        .resolve("1"),
                "EXTERNAL_DATA: the model names weights in ../weights.data, which is no path inside of its folder");
        var two = SmallDetector.in(folder.resolve("two")).resolve("1");
        Files.copy(two.resolve("model.onnx"), two.resolve("int8.onnx"));
        Files.writeString(two.resolve("MLmodel"), "flavors:\n  onnx:\n    data: model.onnx\n");
        promoter.rejects(model, two, "NO_SINGLE_MODEL: it has more than one ONNX model: [int8.onnx, model.onnx]");
        var other = labelled("signature", SmallDetector.in(folder.resolve("signature")));
        Files.writeString(other.resolve("MLmodel"), SIGNATURE_OF_ANOTHER);
        promoter.rejects(
                model, other, "SIGNATURE_MISMATCH: the signature that it was logged with says [-1, 3, 32, 32]");
        promoter.rejects(
                model,
                SmallDetector.flat(folder.resolve("smaller"), SmallDetector.SIDE / 2)
                        .resolve("1"),
                "SIGNATURE_CHANGED: ");
        promoter.rejects(
                model, SmallDetector.notFinite(folder.resolve("astray")).resolve("1"), "OUTPUT_NOT_FINITE: ");
        // One that is never registered as a whole, as such a file would be
        var large = labelled("large", SmallDetector.in(folder.resolve("large")));
        var version = scientist.register(model, large);
        scientist.lengthen(model, version, "model.onnx", 2 * GIGABYTE);
        scientist.setAlias(model, ALIAS, version);
        promoter.awaitRejected(model, version, "TOO_LARGE: its files have 2147");
        assertThat(promoter.tag(model, version, "reason"))
                .contains("sightline.artifacts.cache-limit leaves room for " + GIGABYTE);
        assertThat(promoter.serving(model)).isEqualTo(before);
        // When somebody still has to approve one
        var unapproved = scientist.register(model, labelled("new", SmallDetector.in(folder.resolve("unapproved"))));
        scientist.tag(model, unapproved, "validation_status", "pending");
        scientist.setAlias(model, ALIAS, unapproved);
        promoter.awaitRejected(model, unapproved, "NOT_APPROVED: its tag validation_status is pending, not approved");
        scientist.tag(model, unapproved, "validation_status", "approved");
        await().atMost(PATIENCE)
                .until(() -> promoter.tag(model, unapproved, "status").equals("SERVING"));
        assertThat(promoter.tag(model, unapproved, "reason")).isEmpty();
        // And a sound one with its weights beside it serves
        promoter.promote(
                model,
                SmallDetector.withWeightsIn("weights.data", folder.resolve("apart"))
                        .resolve("1"));
    }

    @Test
    void aVersionIsJudgedByTheGoldenSetOfTheBucket() throws Exception {
        // Given: what the first version finds is right
        var model = JUDGED;
        var sound = SmallDetector.in(folder.resolve(model));
        var picture = SpottedPicture.png(SpottedPicture.MIDDLE);
        store("golden/picture.png", picture);
        var boxes = boxes(sound, picture);
        // When, then
        store("golden/golden.json", golden("parcel", boxes));
        promoter.rejects(model, sound.resolve("1"), "GOLDEN_SET_UNFIT: ");
        store("golden/golden.json", golden("spot", boxes));
        await().atMost(PATIENCE).until(() -> promoter.serving(model).startsWith("1 "));
        assertThat(promoter.message(model, "1", "gated")).endsWith(" is 1.0");
        var blind = SmallDetector.in(folder.resolve("blind")).resolve("1");
        Files.writeString(
                blind.resolve("detector.yaml"),
                Files.readString(blind.resolve("detector.yaml")) + "thresholds: { score: 1.0 }\n");
        promoter.rejects(model, blind, "MAP_BELOW_SERVING: ");
        var third = promoter.promote(model, labelled("spot", SmallDetector.in(folder.resolve("third"))));
        assertThat(third).startsWith("3 ");
        assertThat(promoter.message(model, "3", "gated"))
                .contains("mAP@0.5 of the candidate 1.000000, of the serving version 1.000000, within the margin");
    }

    private String boxes(Path model, byte[] picture) {
        var engine = promoter.bean(InferenceEngine.class);
        try (var prepared = engine.prepare(new ModelDirectory("any", model, ALIAS).newest())) {
            return engine.detect(picture, DetectionOptions.NONE, prepared).detections().stream()
                    .map(found -> String.format(
                            Locale.ROOT,
                            "{\"id\":%d,\"image_id\":1,\"category_id\":1,\"bbox\":[%f,%f,%f,%f]}",
                            found.ordinal() + 1,
                            SpottedPicture.SIDE * found.box().x(),
                            SpottedPicture.SIDE * found.box().y(),
                            SpottedPicture.SIDE * found.box().width(),
                            SpottedPicture.SIDE * found.box().height()))
                    .collect(Collectors.joining(","));
        }
    }

    private static byte[] golden(String label, String boxes) {
        return """
                {"images":[{"id":1,"file_name":"picture.png","width":256,"height":256}],"annotations":[%s],
                "categories":[{"id":1,"name":"%s"}]}""".formatted(boxes, label).getBytes(StandardCharsets.UTF_8);
    }

    private void store(String key, byte[] content) throws Exception {
        promoter.bean(MinioClient.class)
                .putObject(PutObjectArgs.builder().bucket(bucket).object(key).stream(
                                new ByteArrayInputStream(content), content.length, -1)
                        .build());
    }
}
