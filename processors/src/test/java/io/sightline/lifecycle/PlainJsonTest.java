package io.sightline.lifecycle;

import static io.sightline.lifecycle.Versions.AT_NOON;
import static io.sightline.lifecycle.Versions.NOON;
import static io.sightline.lifecycle.Versions.after;
import static io.sightline.lifecycle.Versions.challenger;
import static io.sightline.lifecycle.Versions.champion;
import static io.sightline.lifecycle.Versions.files;
import static io.sightline.lifecycle.Versions.serving;
import static io.sightline.lifecycle.Versions.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sightline.claim.v1.ClaimRef;
import io.sightline.claim.v1.Sha256;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.v1.BoundingBox;
import io.sightline.inference.v1.Detection;
import io.sightline.inference.v1.InferenceCompleted;
import io.sightline.inference.v1.Parameters;
import io.sightline.inference.v1.Purpose;
import io.sightline.inference.v1.Timings;
import io.sightline.model.v1.ModelRef;
import io.sightline.model.v1.ModelState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlainJsonTest {
    @Test
    void aStateReadBackIsEqual() {
        var state = rich().announced().orElseThrow();

        assertThat(PlainJson.read(PlainJson.write(state), ModelState.class)).isEqualTo(state);
        var empty = AT_NOON.reject(
                        Versions.unknown(),
                        ModelEvent.of(champion("1"), Optional.empty(), ModelStep.REJECTED),
                        new Refusal(sha256("1"), "1", "", RejectionReason.NOT_LOADABLE, "no", NOON))
                .state()
                .orElseThrow();
        assertThat(PlainJson.read(PlainJson.write(empty), ModelState.class)).isEqualTo(empty);
    }

    /** With numbers of all kinds, an id, and what is optional. */
    @Test
    void aFrameAndAnInferenceReadBackAreEqual() {
        var claim = new ClaimRef("bucket", "key", new Sha256(new byte[32]), 3L, "image/png");
        var frame = FrameReceived.newBuilder()
                .setFrameId(UUID.randomUUID())
                .setClaim(claim)
                .setSourceId("camera-1")
                .setCapturedAt(NOON)
                .setReceivedAt(NOON)
                .setWidth(16)
                .setHeight(12)
                .setSequence(7L)
                .setAttributes(Map.of("a", "b"))
                .build();
        var inference = InferenceCompleted.newBuilder()
                .setEventId(UUID.randomUUID())
                .setPurpose(Purpose.SERVING)
                .setFrameId(frame.getFrameId())
                .setClaim(claim)
                .setSourceId("camera-1")
                .setCapturedAt(NOON)
                .setCompletedAt(NOON)
                .setModel(new ModelRef("parcels", "1", null, null, new Sha256(new byte[32])))
                .setParameters(Parameters.newBuilder()
                        .setDetector("{}")
                        .setMinConfidence(0.3f)
                        .setMaxDetections(10)
                        .build())
                .setDetections(List.of(Detection.newBuilder()
                        .setOrdinal(0)
                        .setClassId(1)
                        .setLabel("text")
                        .setScore(0.1f)
                        .setBox(new BoundingBox(0.1f, 0.2f, 0.3f, 0.4f))
                        .setPolygon(List.of(0.1f, 0.2f))
                        .build()))
                .setTimings(new Timings(1L, 2L, 3L, 4L))
                .setRuntimeVersion("1")
                .build();

        assertThat(PlainJson.read(PlainJson.write(frame), FrameReceived.class)).isEqualTo(frame);
        assertThat(PlainJson.read(PlainJson.write(inference), InferenceCompleted.class))
                .isEqualTo(inference);
        for (var wrong : new String[] {"\"16\"", "null", "true", "{}"}) {
            var text = PlainJson.write(frame).replace("\"width\":16", "\"width\":" + wrong);
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> PlainJson.read(text, FrameReceived.class));
        }
    }

    @Test
    void isPlainEnoughForSqlAndPeople() {
        assertThat(PlainJson.write(rich().announced().orElseThrow()))
                .contains(
                        "\"serving\":{\"name\":\"parcels\",\"version\":\"2\",\"alias\":\"champion\",\"runId\":\"run-2\","
                                + "\"sha256\":\"" + sha256("2") + "\"}",
                        "\"status\":\"SHADOWING\"",
                        "\"reason\":null",
                        "\"decidedAt\":\"2026-11-01T12:00:00Z\"",
                        "\"shadowShare\":0.1");
    }

    @Test
    void aFieldThatAFormerVersionDidNotWriteHasItsDefault() {
        var state = serving("1").announced().orElseThrow();
        var former =
                PlainJson.write(state).replace("\"challengerArtifact\":[],", "").replace("\"shadowShare\":0.0,", "");

        assertThat(former).doesNotContain("shadowShare", "challengerArtifact");
        assertThat(PlainJson.read(former, ModelState.class)).isEqualTo(state);
    }

    @Test
    void whatIsNoStateIsRefused() {
        for (var text : new String[] {"", "[]", "{}", "{\"name\": 1}", "null"}) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> PlainJson.read(text, ModelState.class));
        }
    }

    @Test
    void aMemoryReadBackIsEqual() {
        var stored = rich();
        stored = after(
                stored,
                AT_NOON.rollBack(
                        stored,
                        stored.memory().former().get(0),
                        files("1"),
                        RejectionReason.REGRESSED,
                        "it \"fails\"",
                        Map.of()));
        var memory = stored.memory()
                .withRefusal(new Refusal(
                        sha256("5"), "5", "models:/m-5", RejectionReason.NOT_LOADABLE, "it does not load", NOON))
                .watchedSince(Optional.of(NOON));

        assertThat(MemoryJson.read(MemoryJson.write(memory))).isEqualTo(memory);
        assertThat(MemoryJson.write(ModelMemory.EMPTY)).isEqualTo("{}");
        assertThat(MemoryJson.read("{}")).isEqualTo(ModelMemory.EMPTY);
        assertThatIllegalArgumentException().isThrownBy(() -> MemoryJson.read("{\"serving\": {}}"));
    }

    private static StoredModel rich() {
        var stored = serving("1", "2");
        stored = after(
                stored,
                AT_NOON.serve(stored, champion("2"), files("2"), true, "passed", Map.of("candidate.p95_ms", 12.5)));
        return after(stored, AT_NOON.shadow(stored, challenger("3"), files("3"), 0.1));
    }
}
