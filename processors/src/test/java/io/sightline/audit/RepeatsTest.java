package io.sightline.audit;

import static io.sightline.audit.PaperPipeline.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.audit.PaperPipeline.Fate;
import io.sightline.delivery.v1.Origin;
import io.sightline.frame.v1.FrameReceived;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored more than once, which the keys of the tables do not forbid: it is named, with the way on. */
class RepeatsTest extends AuditTestSupport {
    private static final Instant TODAY = Samples.NOON.minus(Duration.ofHours(1));
    private static final Instant YESTERDAY = Samples.NOON.minus(Duration.ofDays(1));

    @Test
    void areNeitherFramesOfOnePictureNorInferencesOfOtherPurposes() throws SQLException {
        send(10);
        pipeline.receive(Fate.DETECTED);
        pipeline.receive(Fate.DETECTED);
        pipeline.drain();
        database.change(
                "insert into inference (captured_at, frame_id, model_version_id, purpose, source_id, completed_at, n, parameters,"
                        + " contract_version, runtime_version, fetch_micros, decode_micros, infer_micros, post_micros)"
                        + " select captured_at, frame_id, model_version_id, 'SHADOW', source_id, completed_at, 0, parameters,"
                        + " contract_version, runtime_version, 0, 0, 0, 0 from inference");
        database.change("select audit_recount()");

        assertClean(deep());
    }

    @ParameterizedTest
    @CsvSource({
        // the other time of capture; how many days have a row of it
        "2026-03-01T11:00:00Z, 1",
        "2026-02-26T11:00:00Z, 2"
    })
    void ofAFrameAreNamedAndTheWayOnRemovesThem(Instant other, int days) throws SQLException {
        // Given
        var id = send(7);
        pipeline.drain();
        // When: whatever decided on another time for the same record
        pipeline.append(CLAIMS, claim(id, 3, other));
        pipeline.drain();
        assertThat(rows("frame", id)).isEqualTo(2);
        assertThat(rows("inference", id)).isEqualTo(2);
        // Then
        var gaps = deep().gaps();
        assertThat(gaps).extracting(Gap::equation).contains("ingest", "frame-repeats", "inference-repeats");
        assertThat(gaps)
                .filteredOn(gap -> gap.equation().endsWith("-repeats"))
                .hasSize(2 * days)
                .allSatisfy(gap -> {
                    assertThat(gap.difference()).isEqualTo(-1);
                    assertThat(gap.firstIds()).containsExactly(id.toString());
                });
        assertThat(gaps)
                .filteredOn(gap -> gap.equation().equals("ingest"))
                .singleElement()
                .satisfies(gap -> assertThat(gap.explanation()).contains("stored more than once"));
        // When
        remove(first(gaps, "frame-repeats"), id, other);
        // Then
        assertThat(rows("frame", id)).isEqualTo(1);
        assertThat(rows("detection", id)).isEqualTo(2);
        assertClean(deep());
    }

    /** A frame that came over REST has no record that would tell. */
    @Test
    void ofAFrameWithoutRecordAreNamedToo() throws SQLException {
        var id = pipeline.receive(Fate.DETECTED);
        pipeline.drain();
        var again = Samples.frame(Samples.text("rest"));
        again.setFrameId(id);
        again.setOrigin(null);
        again.setCapturedAt(TODAY);
        pipeline.append(CLAIMS, again);
        pipeline.drain();

        assertThat(deep().gaps())
                .extracting(Gap::equation)
                .containsExactlyInAnyOrder("frame-repeats", "inference-repeats");
    }

    @Test
    void ofARecordUnderAnotherIdAreNamedAndTheWayOnRemovesThem() throws SQLException {
        // Given
        send(8);
        pipeline.drain();
        var forged = UUID.randomUUID();
        // When
        pipeline.append(CLAIMS, claim(forged, 3, YESTERDAY));
        pipeline.drain();
        assertThat(rows("frame", forged)).isEqualTo(1);
        // Then
        var gaps = deep().gaps();
        var gap = first(gaps, "origin-repeats");
        assertThat(gap.difference()).isEqualTo(-1);
        assertThat(gap.firstIds()).as("not the record's own frame").containsExactly(forged.toString());
        assertThat(gaps).extracting(Gap::equation).doesNotContain("frame-repeats", "inference-repeats");
        // When
        remove(gap, forged, YESTERDAY);
        // Then
        assertThat(rows("detection", forged)).isZero();
        assertThat(database.number("select count(*) from frame")).isEqualTo(8);
        assertClean(deep());
    }

    @Test
    void ofAServingInferenceAreNamedAndTheWayOnRemovesThem() throws SQLException {
        // Given
        var id = send(7);
        pipeline.drain();
        // When
        pipeline.append(INFERENCES, PaperInference.of(claim(id, 3, TODAY)));
        pipeline.drain();
        assertThat(rows("inference", id)).isEqualTo(2);
        // Then
        var gap = first(deep().gaps(), "inference-repeats");
        assertThat(gap.difference()).isEqualTo(-1);
        assertThat(gap.firstIds()).containsExactly(id.toString());
        // When
        remove(gap, id, TODAY);
        // Then
        assertThat(rows("inference", id)).isEqualTo(1);
        assertThat(rows("detection", id)).isEqualTo(2);
        assertClean(deep());
    }

    /** Each day has a row of it. */
    @Test
    void standUntilAllTheirDaysWereCountedAgain() throws SQLException {
        var id = send(7);
        pipeline.drain();
        pipeline.append(CLAIMS, claim(id, 3, YESTERDAY));
        pipeline.drain();
        deep();

        pipeline.audit().deep(DayWindow.last(1, Samples.NOON), PATIENCE);

        assertThat(answer().gaps())
                .filteredOn(gap -> gap.equation().endsWith("-repeats"))
                .extracting(Gap::day)
                .containsOnly("2026-02-28");
    }

    /** Of a window with many frames that is what takes least. */
    @ParameterizedTest
    @ValueSource(strings = {RepeatCount.REPEATED_FRAMES, RepeatCount.REPEATED_INFERENCES})
    void areKnownFromEntriesOfIndexesAlone(String question) {
        send(10);
        pipeline.drain();
        database.change("vacuum analyze frame, inference");

        // So few rows would be read whole.
        var plan = database.plan(
                question.replaceFirst("\\?", "'2026-02-28T00:00:00Z'").replaceFirst("\\?", "'2026-03-01T00:00:00Z'"),
                "enable_seqscan",
                "enable_bitmapscan");

        assertThat(plan).contains("Index Only Scan").doesNotContain("Index Scan");
    }

    private FrameReceived claim(UUID id, long offset, Instant capturedAt) {
        var frame = Samples.frame(Samples.text("picture " + offset));
        frame.setFrameId(id);
        frame.setOrigin(new Origin(TOPICS.frames(), pipeline.id(TOPICS.frames()), 0, offset, Samples.NOON));
        frame.setCapturedAt(capturedAt);
        return frame;
    }

    private long rows(String table, UUID id) {
        return database.number("select count(*) from " + table + " where frame_id = '" + id + "'");
    }

    private static Gap first(List<Gap> gaps, String equation) {
        return gaps.stream()
                .filter(gap -> gap.equation().equals(equation))
                .findFirst()
                .orElseThrow();
    }

    /** Does what the explanation says. */
    private void remove(Gap gap, UUID id, Instant capturedAt) {
        for (var statement : statements(gap.explanation())) {
            if (!statement.startsWith("select *") && !statement.startsWith("update")) {
                database.change(statement
                        .replace("<id of the frame>", id.toString())
                        .replace("<captured_at of the row that goes>", capturedAt.toString()));
            }
        }
    }
}
