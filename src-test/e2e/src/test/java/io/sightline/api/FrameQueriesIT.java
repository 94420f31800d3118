package io.sightline.api;

import static io.sightline.api.Answered.ok;
import static io.sightline.api.Answered.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames as rows hold them: one, pages of them, and what a caller may see. */
@ExtendWith(ApiRuntime.class)
class FrameQueriesIT {
    private static final Instant TIME = Instant.parse("2026-11-01T08:00:00.123456Z");
    private static final String UNKNOWN = "0190f6a0-5b7c-7e11-9a38-2f4c5f0e3a77";

    private final Api api;
    private final StoredRows rows;

    FrameQueriesIT(Api api) {
        this.api = api;
        this.rows = new StoredRows(api.database());
    }

    @Test
    void readsAnInferredFrameWithItsLineage() {
        var id = rows.inferred("camera-2", TIME, "text", 0.9, 0.8);

        var frame = ok(api.get("/v1/frames/" + id, "sightline-dev"));

        assertThat(frame.path("state").asText()).isEqualTo("inferred");
        assertThat(frame.path("lineage").path("origin").path("offset").asLong()).isEqualTo(7);
        assertThat(frame.path("lineage").path("claim").path("offset").asLong()).isEqualTo(8);
        assertThat(frame.path("image").path("key").asText()).startsWith("sha256/30/31/30313233");
        assertThat(frame.path("attributes").path("site").asText()).isEqualTo("north");
        assertThat(frame.path("inferences").get(0).path("detections").size()).isEqualTo(2);
        assertThat(frame.path("inferences")
                        .get(0)
                        .path("parameters")
                        .path("minConfidence")
                        .asDouble())
                .isEqualTo(0.5);
    }

    @Test
    void tellsReceivedAndDeadLetteredFramesApart() {
        var received = rows.received("camera-2", TIME);
        var dead = rows.deadLettered("camera-2");

        assertThat(ok(api.get("/v1/frames/" + received, "sightline-dev"))
                        .path("state")
                        .asText())
                .isEqualTo("received");
        var letter = ok(api.get("/v1/frames/" + dead, "sightline-dev"));
        assertThat(letter.path("state").asText()).isEqualTo("dead-lettered");
        assertThat(letter.path("deadLetter").path("reason").asText()).isEqualTo("NOT_A_PICTURE");
    }

    @Test
    void answersAForeignFrameLikeOneThatDoesNotExist() {
        var foreign = List.of(rows.inferred("camera-2", TIME, "text", 0.9), rows.deadLettered("camera-2"));

        for (var id : foreign) {
            var refusal = api.get("/v1/frames/" + id, "sightline-viewer");
            assertThat(refusal.statusCode()).isEqualTo(404);
            assertThat(Api.json(refusal).path("detail").asText()).isEqualTo("There is no frame " + id + ".");
            assertThat(api.get("/v1/frames/" + id + "/annotated", "sightline-viewer")
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(api.get("/v1/frames/" + UNKNOWN, "sightline-viewer").statusCode())
                .isEqualTo(404);
        assertThat(api.get("/v1/frames/" + UNKNOWN, "sightline-dev").statusCode())
                .isEqualTo(404);
        assertThat(api.get("/v1/frames/x", "sightline-dev").statusCode()).isEqualTo(400);
    }

    @Test
    void pagesThroughFramesNewestFirst() {
        // Given
        var source = "list-" + System.nanoTime();
        var dead = rows.received(source, TIME);
        api.database().update("""
                insert into dead_letter (event_id, state, reason, stage, route, frame_id, source_id, attempts,
                  first_failed_at, last_failed_at, exception_class, message, stack_hash, runtime_version)
                values (gen_random_uuid(), 'open', 'MODEL_UNKNOWN', 'detect', 'detect-frame', ?, ?, 1, now(), now(), 'E', 'm',
                  'h', '1')""", dead, source);
        var inferred = rows.inferred(source, TIME, "text", 0.9, 0.8);
        var late = rows.received(source, TIME.plusSeconds(60));
        // When
        var query = "/v1/frames?limit=2&source=" + source;
        var page = ok(api.get(query, "sightline-dev"));
        var rest = ok(api.get(query + "&cursor=" + page.path("next").asText(), "sightline-dev"));
        // Then
        assertThat(page.path("frames").get(0).path("frameId").asText()).isEqualTo(late.toString());
        assertThat(states(page, rest))
                .containsExactlyInAnyOrder(late + " received", inferred + " inferred", dead + " dead-lettered");
        assertThat(rest.has("next")).isFalse();
        assertThat(page.has("window")).isFalse();
        var frame = page.path("frames").get(0);
        assertThat(frame.path("capturedAt").asText()).isEqualTo("2026-11-01T08:01:00.123456Z");
        assertThat(frame.path("image").path("width").asInt()).isEqualTo(640);
        assertThat(frame.path("lineage").path("origin").path("offset").asInt()).isEqualTo(7);
        assertThat(frame.path("attributes").path("site").asText()).isEqualTo("north");
        assertThat(states(ok(api.get(query + "&since=2026-11-01T08:01:00Z", "sightline-dev"))))
                .containsExactly(late + " received");
        assertThat(states(ok(api.get(query + "&until=2026-11-01T08:00:00Z", "sightline-dev"))))
                .isEmpty();
        refused(
                api.get("/v1/frames?limit=2&cursor=" + page.path("next").asText(), "sightline-dev"),
                "cursor belongs to other filters");
    }

    @Test
    void listsForARestrictedCallerTheFramesOfItsOwnSourceOnly() {
        rows.received("camera-1", TIME);
        rows.received("camera-2", TIME.plusSeconds(1));
        var cursor =
                ok(api.get("/v1/frames?limit=1", "sightline-dev")).path("next").asText();

        for (var query : List.of("/v1/frames?limit=1000", "/v1/frames?cursor=" + cursor)) {
            assertThat(ok(api.get(query, "sightline-viewer")).path("frames").findValuesAsText("sourceId"))
                    .isNotEmpty()
                    .containsOnly("camera-1");
        }
        assertThat(ok(api.get("/v1/frames?source=camera-2", "sightline-viewer")).path("frames"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, at least 1",
        "source=, source must have at least 1",
        "since=yesterday, since",
        "label=text, label",
        "cursor=abc, cursor"
    })
    void refusesAnInvalidListOfFramesByNamingTheRule(String query, String words) {
        refused(api.get("/v1/frames?" + query, "sightline-dev"), words);
    }

    private static List<String> states(JsonNode... pages) {
        var states = new ArrayList<String>();
        for (var page : pages) {
            page.path("frames")
                    .forEach(frame -> states.add(frame.path("frameId").asText() + " "
                            + frame.path("state").asText()));
        }
        return states;
    }
}
