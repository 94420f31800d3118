package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator sees of records that no retry can cure. */
@ExtendWith(ApiRuntime.class)
class DeadLettersIT {
    private static final String LETTERS = "/v1/dead-letters?";

    private final Api api;
    private final StoredRows rows;

    DeadLettersIT(Api api) {
        this.api = api;
        this.rows = new StoredRows(api.database());
    }

    @Test
    void pagesThroughAllLettersWithoutGapOrDouble() {
        // Given
        var source = "letters-" + System.nanoTime();
        var sent = IntStream.range(0, 5)
                .mapToObj(number -> rows.deadLettered(source).toString())
                .toList();
        // When
        var seen = new ArrayList<String>();
        var query = LETTERS + "limit=2&source=" + source;
        var page = ok(api.get(query, "sightline-dev"));
        seen.addAll(frames(page));
        while (page.has("next")) {
            page = ok(api.get(query + "&cursor=" + page.path("next").asText(), "sightline-dev"));
            seen.addAll(frames(page));
        }
        // Then
        assertThat(seen).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(page.path("counts").path("NOT_A_PICTURE").asInt()).isEqualTo(5);
    }

    @Test
    void describesALetterAsTheContractSays() {
        var source = "letter-" + System.nanoTime();
        var frame = rows.deadLettered(source);

        var letter = ok(api.get(LETTERS + "source=" + source, "sightline-dev"))
                .path("deadLetters")
                .get(0);

        assertThat(letter.path("eventId").asText()).hasSize(36);
        assertThat(letter.path("frameId").asText()).isEqualTo(frame.toString());
        assertThat(letter.path("state").asText()).isEqualTo("open");
        assertThat(letter.path("reason").asText()).isEqualTo("NOT_A_PICTURE");
        assertThat(letter.path("message").asText()).isEqualTo("the bytes are not a picture");
        assertThat(letter.path("stage").asText()).isEqualTo("ingest");
        assertThat(letter.path("lastFailedAt").asText()).endsWith("Z");
        assertThat(letter.path("redriveCount").asInt()).isZero();
        assertThat(letter.has("failedAt")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "state=open, 1",
        "state=resolved, 0",
        "reason=NOT_A_PICTURE, 1",
        "reason=CLAIM_MISSING, 0",
        "stage=ingest, 1",
        "stage=sink, 0",
        "since=2020-01-01T00:00:00Z, 1",
        "until=2020-01-01T00:00:00Z, 0"
    })
    void filters(String filter, int found) {
        var source = "filter-" + System.nanoTime();
        rows.deadLettered(source);

        var page = ok(api.get(LETTERS + filter + "&source=" + source, "sightline-dev"));

        assertThat(page.path("deadLetters").size()).isEqualTo(found);
        assertThat(page.path("counts").size()).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({
        "state=closed, 'open, redriving, resolved'",
        "reason=BORED, NOT_A_PICTURE",
        "stage=kitchen, 'ingest, detect, sink'",
        "limit=0, at least 1",
        "since=2026-11-02T00:00:00Z&until=2026-11-01T00:00:00Z, before",
        "cursor=abc, cursor"
    })
    void refusesAnInvalidParameterByNamingItsRule(String query, String words) {
        var refusal = api.get(LETTERS + query, "sightline-dev");

        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(Api.json(refusal).path("code").asText()).isEqualTo("INVALID_PARAMETER");
        assertThat(Api.json(refusal).path("detail").asText()).contains(words);
    }

    @Test
    void refusesACursorOfDetections() {
        var source = "mixed-" + System.nanoTime();
        rows.deadLettered(source);
        rows.deadLettered(source);
        var next = ok(api.get(LETTERS + "limit=1&source=" + source, "sightline-dev"))
                .path("next")
                .asText();

        assertThat(api.get("/v1/detections?source=" + source + "&cursor=" + next, "sightline-dev")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void needsTheScopeOfOperators() {
        var refusal = api.get("/v1/dead-letters", "sightline-viewer");

        assertThat(refusal.statusCode()).isEqualTo(403);
        assertThat(Api.json(refusal).path("detail").asText()).contains("operations");
    }

    private static List<String> frames(JsonNode page) {
        var frames = new ArrayList<String>();
        page.path("deadLetters")
                .forEach(letter -> frames.add(letter.path("frameId").asText()));
        return frames;
    }

    private static JsonNode ok(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        return Api.json(answer);
    }
}
