package io.sightline.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Dead letters that are not redriven: those that have failed too often, and those of others' sources. */
@Tag("slow")
@ExtendWith(TestStack.class)
class RedriveGuardsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ALL = "{\"dryRun\": false}";

    @Test
    void lettersThatFailAgainAndAgainEndAtTheGuard(DevStack stack) {
        // Given
        var settings = stack.isolate("redrive-guard");
        var database = new Database(settings);
        try (var runtime = RedrivingRuntime.run(settings, "--sightline.redrive.limit=2");
                var topics = new TopicWriter(settings)) {
            var operator = new Operator(runtime, stack.token("sightline-dev"));
            database.change(
                    "insert into source (id, name, model_name) values ('camera-2', 'camera-2', 'no-such-model')");
            topics.frame("camera-1", "certainly not a picture".getBytes(UTF_8));
            topics.frame("camera-1", new byte[300_000]);
            topics.frame("camera-2", NumberedPicture.jpeg(1));
            topics.send("claims", "camera-1", new byte[] {1, 2, 3}, Map.of());
            topics.send("inferences", "camera-1", new byte[] {1, 2, 3}, Map.of());
            topics.send("dead-letters", "camera-1", new byte[] {1, 2, 3}, Map.of());
            topics.flush();
            // Two of ingest, one of the model, two of the claim, one of the inference, one of the letter.
            await().atMost(PATIENCE).until(() -> database.count("dead_letter") == 7);
            // When
            for (int round = 1; round <= 2; round++) {
                var done = operator.awaitDone(operator.begin(ALL));
                assertThat(done.path("failedAgain").asInt())
                        .as("round %d", round)
                        .isEqualTo(7);
            }
            // Then
            var last = operator.awaitDone(operator.begin(ALL));
            assertThat(last.path("skipped").path("limit").asInt()).isEqualTo(7);
            assertThat(last.path("sent").asInt()).isZero();
        }
        assertThat(database.number("select count(*) from dead_letter")).isEqualTo(7);
        assertThat(database.number("select count(*) from dead_letter where state = 'open' and redrive_count = 2"))
                .isEqualTo(7);
        assertThat(database.count("inference")).isZero();
    }

    @Test
    void aCallerRedrivesLettersOfHisSourcesAlone(DevStack stack) {
        // Given
        var settings = stack.isolate("redrive-sources");
        var database = new Database(settings);
        try (var runtime = RedrivingRuntime.run(settings);
                var topics = new TopicWriter(settings)) {
            var everybody = new Operator(runtime, stack.token("sightline-dev"));
            var ofCamera1 = new Operator(runtime, stack.token("sightline-operator"));
            var viewer = new Operator(runtime, stack.token("sightline-viewer"));
            topics.frame("camera-1", "no picture".getBytes(UTF_8));
            topics.frame("camera-2", "no picture".getBytes(UTF_8));
            topics.send("inferences", "camera-1", new byte[] {1, 2, 3}, Map.of());
            topics.flush();
            await().atMost(PATIENCE).until(() -> database.count("dead_letter") == 3);
            var ids = database.rows("select event_id from dead_letter").stream()
                    .map(row -> "\"" + row.get("event_id") + "\"")
                    .toList();
            // Then
            assertThat(ofCamera1.preview("").path("matched").asInt()).isOne();
            assertThat(ofCamera1
                            .preview("{\"ids\": " + ids + "}")
                            .path("matched")
                            .asInt())
                    .isOne();
            assertThat(ofCamera1
                            .preview("{\"source\": \"camera-2\"}")
                            .path("matched")
                            .asInt())
                    .isZero();
            assertThat(everybody.preview("{}").path("matched").asInt()).isEqualTo(3);
            var own = ofCamera1.begin("{\"dryRun\": false, \"ids\": " + ids + "}");
            assertThat(ofCamera1.awaitDone(own).path("failedAgain").asInt()).isOne();
            assertThat(everybody.operation(own).path("matched").asInt()).isOne();
            var foreign = everybody.begin(ALL);
            everybody.awaitDone(foreign);
            assertThat(ofCamera1.get(foreign).statusCode()).isEqualTo(404);
            assertThat(ofCamera1.get("/v1/operations/" + UUID.randomUUID()).statusCode())
                    .isEqualTo(404);
            assertThat(viewer.get(own).statusCode()).isEqualTo(403);
            assertThat(viewer.post(ALL).statusCode()).isEqualTo(403);
            assertThat(everybody.post("{\"reasons\": \"CLAIM_MISSING\"}").statusCode())
                    .isEqualTo(400);
            assertThat(everybody.get("/v1/operations/7").statusCode()).isEqualTo(400);
        }
        assertThat(database.rows("select source_id, redrive_count from dead_letter where source_id = 'camera-1'"))
                .singleElement()
                .satisfies(row -> assertThat(row.get("redrive_count")).isEqualTo(2));
    }
}
