package io.sightline.api;

import static io.sightline.api.Answered.ok;
import static io.sightline.api.Answered.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Positions of pages that clients keep, and can change. */
@ExtendWith(ApiRuntime.class)
class CursorsIT {
    private static final Instant TIME = Instant.parse("2026-11-01T08:00:00.123456Z");

    private final Api api;
    private final StoredRows rows;

    CursorsIT(Api api) {
        this.api = api;
        this.rows = new StoredRows(api.database());
    }

    @Test
    void refusesACursorOfOtherFilters() {
        var source = "cursor-" + System.nanoTime();
        rows.inferred(source, TIME, "text", 0.9, 0.8);
        var next = ok(api.get("/v1/detections?limit=1&source=" + source, "sightline-dev"))
                .path("next")
                .asText();

        refused(api.get("/v1/detections?limit=1&cursor=" + next, "sightline-dev"), "cursor");
        refused(api.get("/v1/detections?limit=1&source=other&cursor=" + next, "sightline-dev"), "cursor");
        for (var filter : List.of("label=text", "model=text-detector", "minScore=0.1", "region=0,0,1,1")) {
            refused(
                    api.get(
                            "/v1/detections?limit=1&source=" + source + "&" + filter + "&cursor=" + next,
                            "sightline-dev"),
                    "cursor belongs to other filters");
        }
        ok(api.get("/v1/detections?limit=5&source=" + source + "&cursor=" + next, "sightline-dev"));
    }

    @Test
    void refusesAForgedCursorOfAYearThatTheDatabaseDoesNotRead() {
        var source = "year-" + System.nanoTime();
        rows.inferred(source, TIME, "text", 0.9, 0.8);
        var next = ok(api.get("/v1/detections?limit=1&source=" + source, "sightline-dev"))
                .path("next")
                .asText();

        refused(
                api.get("/v1/detections?source=" + source + "&cursor=" + forged(next, "+300000"), "sightline-dev"),
                "cursor");
    }

    @Test
    void appliesTheSourceRuleToACursorOfSomebodyElse() {
        // Given: two rows of another source before, and each of both sources behind the cursor.
        rows.inferred("camera-2", TIME.plus(Duration.ofDays(2)), "text", 0.9, 0.8);
        rows.inferred("camera-1", TIME.minusSeconds(60), "text", 0.9);
        rows.inferred("camera-2", TIME.minusSeconds(120), "text", 0.9);
        var next = ok(api.get("/v1/detections?limit=1", "sightline-dev"))
                .path("next")
                .asText();
        var forged = forged(next, "2027");

        // When, then
        for (var cursor : List.of(next, forged)) {
            assertThat(ok(api.get("/v1/detections?cursor=" + cursor, "sightline-viewer"))
                            .path("detections"))
                    .isNotEmpty()
                    .allSatisfy(
                            found -> assertThat(found.path("sourceId").asText()).isEqualTo("camera-1"));
        }
    }

    private static String forged(String cursor, String year) {
        var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.replaceFirst(" 2026-", " " + year + "-").getBytes(StandardCharsets.US_ASCII));
    }
}
