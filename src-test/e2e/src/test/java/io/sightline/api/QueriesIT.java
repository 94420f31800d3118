package io.sightline.api;

import static io.sightline.api.Answered.ok;
import static io.sightline.api.Answered.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Detections as rows hold them: filters, pages, and what a caller may see. */
@ExtendWith(ApiRuntime.class)
class QueriesIT {
    private static final Instant TIME = Instant.parse("2026-11-01T08:00:00.123456Z");

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

    /** PostgreSQL makes no real of a number that is smaller than all of them. */
    @ParameterizedTest
    @ValueSource(strings = {"minScore=1e-310", "maxScore=1e-310", "region=1e-310,0,1e-310,1"})
    void takesANumberThatIsTooSmallForAColumn(String filter) {
        for (var path : List.of("/v1/detections?", "/v1/detections/summary?")) {
            assertThat(api.get(path + filter, "sightline-dev").statusCode()).isEqualTo(200);
        }
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
    void listsTheModelsThatServe() {
        var models = ok(api.get("/v1/models", "sightline-dev")).path("models");

        assertThat(models.get(0).path("name").asText()).isEqualTo("text-detector");
    }

    @Test
    void readsTheVersionThatServesOfOneModel() {
        var listed = ok(api.get("/v1/models", "sightline-dev")).path("models").get(0);

        var model = ok(api.get("/v1/models/text-detector", "sightline-dev"));
        var unknown = api.get("/v1/models/nosuch", "sightline-dev");

        assertThat(model).isEqualTo(listed);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(Api.json(unknown).path("code").asText()).isEqualTo("MODEL_UNKNOWN");
        assertThat(Api.json(unknown).path("detail").asText()).contains("nosuch", "[text-detector]");
    }

    private List<String> frames(String query) {
        var found = new ArrayList<String>();
        ok(api.get("/v1/detections?" + query, "sightline-dev"))
                .path("detections")
                .forEach(each -> found.add(each.path("frameId").asText()));
        return found;
    }

    private static void collect(JsonNode page, List<String> seen) {
        page.path("detections")
                .forEach(each -> seen.add(each.path("frameId").asText() + "/"
                        + each.path("ordinal").asInt()));
    }
}
