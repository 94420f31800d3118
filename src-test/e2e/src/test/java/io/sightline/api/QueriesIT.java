package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Detections and frames as rows hold them: filters, pages, and what a caller may see. */
@ExtendWith(ApiRuntime.class)
class QueriesIT {
    private static final Instant TIME = Instant.parse("2026-11-01T08:00:00.123456Z");
    private static final String UNKNOWN = "0190f6a0-5b7c-7e11-9a38-2f4c5f0e3a77";

    private final Api api;
    private final StoredRows rows;

    QueriesIT(Api api) {
        this.api = api;
        this.rows = new StoredRows(api.database());
    }

    @Test
    void pagesThroughAllDetectionsWithoutGapOrDouble() {
        // Given
        var source = "pages-" + System.nanoTime();
        for (var i = 0; i < 5; i++) {
            rows.inferred(source, TIME.plusSeconds(i / 2), "text", 0.9, 0.8, 0.7);
        }
        // When
        var seen = new ArrayList<String>();
        var query = "/v1/detections?limit=4&source=" + source;
        var page = ok(api.get(query, "sightline-dev"));
        var pages = 1;
        collect(page, seen);
        while (page.has("next")) {
            page = ok(api.get(query + "&cursor=" + page.path("next").asText(), "sightline-dev"));
            collect(page, seen);
            pages++;
        }
        // Then
        assertThat(pages).isEqualTo(4);
        assertThat(seen).hasSize(15).doesNotHaveDuplicates();
    }

    @Test
    void listsTheNewestFirst() {
        var source = "order-" + System.nanoTime();
        var older = rows.inferred(source, TIME, "text", 0.9);
        var newer = rows.inferred(source, TIME.plusSeconds(60), "text", 0.9);

        assertThat(frames("source=" + source)).containsExactly(newer.toString(), older.toString());
    }

    @Test
    void combinesFilters() {
        var source = "filters-" + System.nanoTime();
        var early = rows.inferred(source, TIME, "text", 0.9, 0.4);
        var late = rows.inferred(source, TIME.plusSeconds(3600), "label", 0.6);
        var query = "since=2026-11-01T00:00:00Z&source=" + source;

        assertThat(frames(query + "&label=label")).containsExactly(late.toString());
        assertThat(frames(query + "&minScore=0.8")).containsExactly(early.toString());
        assertThat(frames(query + "&maxScore=0.5")).containsExactly(early.toString());
        assertThat(frames(query + "&minScore=0.5&maxScore=0.7")).containsExactly(late.toString());
        assertThat(frames(query + "&until=2026-11-01T08:30:00Z")).containsExactly(early.toString(), early.toString());
        assertThat(frames("source=" + source + "&since=2026-11-01T09:30:00%2B01:00&minScore=0.5"))
                .containsExactly(late.toString());
        assertThat(frames(query + "&label=none")).isEmpty();
        assertThat(frames(query + "&label=text&label=none&minScore=0.5")).containsExactly(early.toString());
        assertThat(frames(query + "&label=text&label=label&minScore=0.5"))
                .containsExactly(late.toString(), early.toString());
    }

    @Test
    void findsWhatAModelAndItsVersionFound() {
        var source = "model-" + System.nanoTime();
        var other = source + "-detector";
        var first = rows.inferred(source, TIME, "text", 0.9);
        var second = rows.inferred(source, TIME.plusSeconds(1), "text", 0.9);
        rows.foundBy(second, other, "2");
        var query = "since=2026-11-01T00:00:00Z&source=" + source;

        assertThat(frames(query + "&model=" + other)).containsExactly(second.toString());
        assertThat(frames(query + "&model=text-detector&version=1")).containsExactly(first.toString());
        assertThat(frames(query + "&version=2")).containsExactly(second.toString());
        assertThat(frames(query + "&model=text-detector&version=2")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0,0,1,1; true",
                "0,0,0.15,0.25; true",
                "0.3,0.4,0,0; true",
                "0.5,0.7,0.5,0.3; false",
                "0,0.7,1,0.1; false",
                "0.5,0,0.1,1; false",
                "0,0,0.05,1; false"
            })
    void findsBoxesThatOverlapARegion(String region, boolean isFound) {
        // Given: a box from 0.1, 0.2 to 0.4, 0.6.
        var source = "region-" + System.nanoTime();
        var frame = rows.inferred(source, TIME, "text", 0.9);

        assertThat(frames("since=2026-11-01T00:00:00Z&source=" + source + "&region=" + region))
                .isEqualTo(isFound ? List.of(frame.toString()) : List.of());
    }

    @Test
    void saysHowFarItLookedBackForWhatNoIndexServes() {
        // Given
        var source = "window-" + System.nanoTime();
        rows.inferred(source, Instant.now().minus(Duration.ofDays(8)), "text", 0.9);
        var first = rows.inferred(source, Instant.now().minus(Duration.ofDays(6)), "text", 0.9, 0.8);
        // When
        var query = "/v1/detections?minScore=0.5&limit=1&source=" + source;
        var page = ok(api.get(query, "sightline-dev"));
        var next = ok(api.get(query + "&cursor=" + page.path("next").asText(), "sightline-dev"));
        // Then
        var since = Instant.parse(page.path("window").path("since").asText());
        assertThat(since)
                .isBetween(
                        Instant.now().minus(Duration.ofDays(8)), Instant.now().minus(Duration.ofDays(6)));
        assertThat(List.of(page, next)).allSatisfy(each -> {
            assertThat(each.path("detections").get(0).path("frameId").asText()).isEqualTo(first.toString());
            assertThat(each.path("window").path("since").asText()).isEqualTo(since.toString());
            assertThat(each.path("window").has("until")).isFalse();
        });
        assertThat(next.has("next")).isFalse();
        assertThat(ok(api.get("/v1/detections?source=" + source, "sightline-dev"))
                        .has("window"))
                .isFalse();
    }

    @Test
    void plansForTheFiltersThatAreGiven() {
        assertThat(api.database().queryForObject("show plan_cache_mode", String.class))
                .isEqualTo("force_custom_plan");
    }

    @Test
    void describesADetectionAsTheContractSays() {
        var source = "shape-" + System.nanoTime();
        rows.inferred(source, TIME, "text", 0.9);

        var found = ok(api.get("/v1/detections?source=" + source, "sightline-dev"))
                .path("detections")
                .get(0);

        assertThat(found.path("capturedAt").asText()).isEqualTo("2026-11-01T08:00:00.123456Z");
        assertThat(found.path("model").path("name").asText()).isEqualTo("text-detector");
        assertThat(found.path("model").path("sha256").asText()).hasSize(64);
        assertThat(found.path("score").floatValue()).isEqualTo(0.9f);
        assertThat(found.path("box").path("width").floatValue()).isEqualTo(0.3f);
        assertThat(found.path("polygon").size()).isEqualTo(3);
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

    @ParameterizedTest
    @CsvSource({
        "limit=0, at least 1",
        "limit=1001, at most 1000",
        "limit=ten, ten",
        "minScore=2, at most 1",
        "since=yesterday, yesterday",
        "since=0000-01-01T00:00:00Z, years",
        "since=0001-01-01T00:00:00%2B14:00, years",
        "until=+999999-01-01T00:00:00Z, 2026-11-01T08:00:00Z",
        "cursor=abc, cursor",
        "cursor=%27%3B--, match",
        "sourc=camera-1, source",
        "label=a%0Ab, control",
        "label=text&label=, label must have at least 1",
        "label=1&label=2&label=3&label=4&label=5&label=6&label=7&label=8&label=9&label=10&label=11&label=12&label=13"
                + "&label=14&label=15&label=16&label=17&label=18&label=19&label=20&label=21, label must have at most 20",
        "source=a&source=b, source is given 2 times",
        "model=, model must have at least 1",
        "maxScore=-1, maxScore must be at least 0",
        "minScore=0.6&maxScore=0.5, minScore must be at most maxScore",
        "region=0.1, region must have at least 4",
        "'region=0,0,0,0,0', region must have at most 4",
        "'region=0,0,1,1.5', region must be at most 1",
        "'region=0,0,x,1', region must be a number",
        "'region=0,0,1,1&region=0,0,1,1', region is given 2 times",
        "since=2026-11-02T00:00:00Z&until=2026-11-01T00:00:00Z, before"
    })
    void refusesAnInvalidParameterByNamingItsRule(String query, String words) {
        refused(api.get("/v1/detections?" + query, "sightline-dev"), words);
    }

    @Test
    void treatsInjectedTextAsText() {
        for (var text : List.of(
                "' or '1'='1", "${env:HOME}", "{{sightline.stages}}", ":#everySource", "\"; drop table frame")) {
            var encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
            assertThat(frames("source=" + encoded)).isEmpty();
            assertThat(frames("label=" + encoded)).isEmpty();
        }
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
    void showsARestrictedCallerItsOwnSourceOnly() {
        var own = rows.inferred("camera-1", TIME, "text", 0.9, 0.8);
        rows.inferred("camera-2", TIME, "text", 0.9);

        var everything = ok(api.get("/v1/detections?limit=1000", "sightline-viewer"));
        var foreign = ok(api.get("/v1/detections?source=camera-2", "sightline-viewer"));

        assertThat(everything.path("detections"))
                .isNotEmpty()
                .allSatisfy(found -> assertThat(found.path("sourceId").asText()).isEqualTo("camera-1"));
        assertThat(foreign.path("detections")).isEmpty();
        ok(api.get("/v1/frames/" + own, "sightline-viewer"));
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

    @Test
    void countsByTimeSourceAndLabel() {
        // Given
        var source = "counts-" + System.nanoTime();
        rows.inferred(source, TIME, "text", 0.9, 0.4);
        rows.inferred(source, TIME.plusSeconds(60), "text", 0.9);
        rows.inferred(source, TIME.plusSeconds(3600), "text", 0.9);
        rows.inferred(source, TIME.plusSeconds(3600), "label", 0.9);
        var query = "/v1/detections/summary?since=2026-11-01T00:00:00Z&source=" + source;
        // When
        var byHour = ok(api.get(query + "&bucket=hour", "sightline-dev"));
        var byDay = ok(api.get(query + "&minScore=0.5", "sightline-dev"));
        var byMonth = ok(api.get(query + "&bucket=month&label=label", "sightline-dev"));
        // Then
        assertThat(counts(byHour))
                .containsExactly(
                        "2026-11-01T09:00:00Z " + source + " label 1",
                        "2026-11-01T09:00:00Z " + source + " text 1",
                        "2026-11-01T08:00:00Z " + source + " text 3");
        assertThat(counts(byDay))
                .containsExactly(
                        "2026-11-01T00:00:00Z " + source + " label 1", "2026-11-01T00:00:00Z " + source + " text 3");
        assertThat(byDay.path("bucket").asText()).isEqualTo("day");
        assertThat(counts(byMonth)).containsExactly("2026-11-01T00:00:00Z " + source + " label 1");
        assertThat(byHour.has("window")).isFalse();
    }

    @Test
    void countsTheLastDaysWhenNobodySaysSinceWhen() {
        // Given
        var source = "lately-" + System.nanoTime();
        rows.inferred(source, Instant.now().minus(Duration.ofDays(8)), "text", 0.9);
        rows.inferred(source, Instant.now().minus(Duration.ofDays(6)), "text", 0.9, 0.8);
        // When
        var summary = ok(api.get("/v1/detections/summary?bucket=month&source=" + source, "sightline-dev"));
        // Then
        assertThat(summary.path("counts").findValuesAsText("detections")).containsExactly("2");
        assertThat(summary.path("window").has("since")).isTrue();
    }

    @Test
    void countsForARestrictedCallerItsOwnSourceOnly() {
        rows.inferred("camera-1", TIME, "text", 0.9);
        rows.inferred("camera-2", TIME, "text", 0.9);
        var query = "/v1/detections/summary?since=2026-11-01T00:00:00Z";

        assertThat(ok(api.get(query, "sightline-viewer")).path("counts").findValuesAsText("sourceId"))
                .isNotEmpty()
                .containsOnly("camera-1");
        assertThat(counts(ok(api.get(query + "&source=camera-2", "sightline-viewer"))))
                .isEmpty();
    }

    @Test
    void refusesToCountForMoreTimesThanFitIntoAnAnswer() {
        // Given
        var source = "many-" + System.nanoTime();
        var frame = rows.inferred(source, TIME, "text", 0.9);
        api.database().update("""
                insert into detection (captured_at, frame_id, model_version_id, purpose, ordinal, source_id, class_id,
                  label, score, x, y, w, h)
                select captured_at, frame_id, model_version_id, purpose, n, source_id, 0, 'label ' || n, 0.9, 0, 0, 1, 1
                from detection, generate_series(1, 10000) n where frame_id = ?""", frame);
        var query = "/v1/detections/summary?since=2026-11-01T00:00:00Z&source=" + source;
        // When, then
        refused(
                api.get(query, "sightline-dev"),
                "bucket must make at most 10000 counts of what passes the filters, was day");
        assertThat(ok(api.get(query + "&label=text", "sightline-dev")).path("counts"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "bucket=minute, 'bucket must be one of [hour, day, week, month], was minute'",
        "limit=1, limit",
        "minScore=0.6&maxScore=0.5, minScore"
    })
    void refusesInvalidCountsByNamingTheRule(String query, String words) {
        refused(api.get("/v1/detections/summary?" + query, "sightline-dev"), words);
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

    @Test
    void listsTheModelsThatServe() {
        var models = ok(api.get("/v1/models", "sightline-dev")).path("models");

        assertThat(models.get(0).path("name").asText()).isEqualTo("text-detector");
    }

    private static String forged(String cursor, String year) {
        var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.replaceFirst(" 2026-", " " + year + "-").getBytes(StandardCharsets.US_ASCII));
    }

    private List<String> frames(String query) {
        var found = new ArrayList<String>();
        ok(api.get("/v1/detections?" + query, "sightline-dev"))
                .path("detections")
                .forEach(each -> found.add(each.path("frameId").asText()));
        return found;
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

    private static List<String> counts(JsonNode summary) {
        var counts = new ArrayList<String>();
        summary.path("counts")
                .forEach(count -> counts.add(String.join(
                        " ",
                        count.path("begins").asText(),
                        count.path("sourceId").asText(),
                        count.path("label").asText(),
                        count.path("detections").asText())));
        return counts;
    }

    private static void collect(JsonNode page, List<String> seen) {
        page.path("detections")
                .forEach(each -> seen.add(each.path("frameId").asText() + "/"
                        + each.path("ordinal").asInt()));
    }

    private static JsonNode ok(HttpResponse<byte[]> answer) {
        var body = Api.json(answer);
        assertThat(answer.statusCode()).as(body.toString()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        return body;
    }

    private static void refused(HttpResponse<byte[]> answer, String words) {
        var problem = Api.json(answer);
        assertThat(answer.statusCode()).as(problem.toString()).isEqualTo(400);
        assertThat(problem.path("code").asText()).isEqualTo("INVALID_PARAMETER");
        assertThat(problem.path("detail").asText()).contains(words);
    }
}
