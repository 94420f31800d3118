package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.runtime.QueryProperties;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Detections in rows: all of them, and an end that can be believed. */
@ExtendWith(ApiRuntime.class)
class ExportIT {
    private static final Instant TIME = Instant.parse("2026-11-01T08:00:00.123456Z");
    private static final String CSV = "text/csv";
    private static final String NDJSON = "application/x-ndjson";
    private static final int MANY = 5_000;

    private final Api api;
    private final StoredRows rows;

    ExportIT(Api api) {
        this.api = api;
        this.rows = new StoredRows(api.database());
    }

    @Test
    void answersAllRowsAndNotAPage() throws IOException {
        // Given
        var source = "rows-" + System.nanoTime();
        copies(rows.inferred(source, TIME, "text", 0.9), MANY);
        // When
        var csv = export("source=" + source, CSV, "sightline-dev");
        var ndjson = export("limit=10&source=" + source, NDJSON, "sightline-dev");
        // Then
        assertThat(csv.headers().firstValue("Content-Type")).hasValue("text/csv;charset=utf-8");
        assertThat(csv.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(csv.headers().firstValue("Sightline-Window")).isEmpty();
        assertThat(lines(csv, "\r\n")).hasSize(MANY + 2).doesNotHaveDuplicates();
        assertThat(ndjson.headers().firstValue("Content-Type")).hasValue(NDJSON);
        assertThat(lines(ndjson, "\n")).hasSize(MANY + 1).doesNotHaveDuplicates();
        var first = new JsonMapper().readTree(lines(ndjson, "\n").get(0));
        assertThat(first.path("ordinal").asInt()).isEqualTo(MANY);
        assertThat(first.path("model").path("name").asText()).isEqualTo("text-detector");
    }

    @Test
    void answersAPageOfJsonToWhoeverSaysNothingElse() {
        var source = "json-" + System.nanoTime();
        rows.inferred(source, TIME, "text", 0.9);

        for (var accept : List.of("*/*", "application/json", "text/csv;q=0.5, application/json")) {
            var answer = export("source=" + source, accept, "sightline-dev");
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(Api.json(answer).path("detections")).hasSize(1);
        }
    }

    @Test
    void givesARestrictedCallerItsOwnSourceOnly() {
        rows.inferred("camera-1", TIME, "text", 0.9);
        rows.inferred("camera-2", TIME, "text", 0.9);

        var all = lines(export("since=2026-11-01T00:00:00Z", CSV, "sightline-viewer"), "\r\n");
        var foreign = lines(export("source=camera-2", CSV, "sightline-viewer"), "\r\n");

        assertThat(all.subList(1, all.size())).isNotEmpty().allMatch(line -> line.split(",")[1].equals("camera-1"));
        assertThat(foreign).hasSize(1);
    }

    @Test
    void saysInAHeaderHowFarItLookedBack() {
        var source = "back-" + System.nanoTime();
        rows.inferred(source, Instant.now().minus(Duration.ofDays(8)), "text", 0.9);
        rows.inferred(source, Instant.now().minus(Duration.ofDays(6)), "text", 0.9);

        var answer = export("minScore=0.5&source=" + source, NDJSON, "sightline-dev");

        assertThat(answer.headers().firstValue("Sightline-Window").orElseThrow())
                .matches("\\d{4}-.*Z/\\.\\.");
        assertThat(lines(answer, "\n")).hasSize(1);
    }

    @Test
    void guardsALabelThatASpreadsheetWouldRun() {
        var source = "formula-" + System.nanoTime();
        rows.inferred(source, TIME, "=cmd|' /C calc'!A0", 0.9);

        assertThat(lines(export("source=" + source, CSV, "sightline-dev"), "\r\n")
                        .get(1))
                .contains(",'=cmd|' /C calc'!A0,");
    }

    @Test
    void refusesBeforeTheFirstRowWithAProblem() {
        var answer = export("limit=0", CSV, "sightline-dev");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(export("", "text/html", "sightline-dev").statusCode()).isEqualTo(406);
    }

    @ParameterizedTest
    @ValueSource(strings = {CSV, NDJSON})
    void closesTheConnectionWhenALaterPageFails(String format) throws IOException {
        // Given
        var answer = open(longRows("broken", 1_000), format);
        try (var body = answer.body()) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(body.readNBytes(1000)).hasSize(1000);
            // When
            api.database().execute("alter table model_version rename to model_version_away");
            // Then
            assertThatThrownBy(() -> body.transferTo(OutputStream.nullOutputStream()))
                    .isInstanceOf(IOException.class);
        } finally {
            api.database().execute("alter table if exists model_version_away rename to model_version");
        }
    }

    @Test
    void refusesAnExportBesideAsManyAsThereMayBeUntilOneHasEnded() throws IOException {
        // Given
        var source = longRows("many", 200);
        var most = api.bean(QueryProperties.class).exports();
        var answers = new ArrayList<InputStream>();
        try {
            for (int i = 0; i < most; i++) {
                var answer = open(source, CSV);
                answers.add(answer.body());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body().readNBytes(1000)).hasSize(1000);
            }
            // When
            var refused = export("source=" + source, CSV, "sightline-dev");
            // Then
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(Api.json(refused).path("code").asText()).isEqualTo("OVERLOADED");
            assertThat(export("limit=1&source=" + source, "application/json", "sightline-dev")
                            .statusCode())
                    .isEqualTo(200);
            // When: its reader goes away.
            answers.get(0).close();
            // Then
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> export("source=none", CSV, "sightline-dev").statusCode() == 200);
        } finally {
            for (var answer : answers) {
                answer.close();
            }
            // Others must not be refused for these.
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> api.bean(MeterRegistry.class)
                                    .get("sightline.query.exports")
                                    .gauge()
                                    .value()
                            == 0);
        }
    }

    /** A source with more than the sockets in between can hold, so that an answer waits for its reader. */
    private String longRows(String name, int points) {
        var source = name + "-" + System.nanoTime();
        var frame = rows.inferred(source, TIME, "text", 0.9);
        api.database()
                .update(
                        "update detection set polygon = array_fill(0.12345678::real, array[?]) where frame_id = ?",
                        points,
                        frame);
        copies(frame, 4 * MANY);
        return source;
    }

    private HttpResponse<InputStream> open(String source, String format) {
        var token = api.token("sightline-dev");
        return api.open(
                "/v1/detections?source=" + source,
                request -> request.header("Authorization", "Bearer " + token).header("Accept", format));
    }

    /** Further detections on the same frame. */
    private void copies(UUID frame, int count) {
        api.database().update("""
                        insert into detection (captured_at, frame_id, model_version_id, purpose, ordinal, source_id, class_id,
                          label, score, x, y, w, h, polygon)
                        select captured_at, frame_id, model_version_id, purpose, n, source_id, class_id, label, score, x, y, w, h,
                          polygon
                        from detection, generate_series(1, ?) n where frame_id = ? and ordinal = 0""", count, frame);
    }

    private HttpResponse<byte[]> export(String query, String accept, String client) {
        var token = api.token(client);
        return api.send(
                "/v1/detections?" + query,
                request -> request.header("Authorization", "Bearer " + token).header("Accept", accept));
    }

    private static List<String> lines(HttpResponse<byte[]> answer, String end) {
        var text = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(answer.statusCode()).as(text).isEqualTo(200);
        return Arrays.asList(text.split(end));
    }
}
