package io.sightline.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.audit.PaperPipeline.Fate;
import io.sightline.upkeep.Retention;
import io.sightline.upkeep.RetentionRules;
import io.sightline.upkeep.Turn;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that are gone: they are named, brought back, or accepted by a recount. */
class DeletedRowsTest extends AuditTestSupport {
    @Test
    void namesAFrameThatWasDeleted() throws SQLException {
        var id = send(10);
        pipeline.drain();
        database.change("delete from frame where frame_id = '" + id + "'");
        assertThat(answer().clean()).as("counters know of no rows").isTrue();

        var gap = only(deep());

        assertThat(gap.equation()).isEqualTo("frame-rows");
        assertThat(gap.partition()).isEqualTo("sightline.claims-0");
        assertThat(gap.day()).isEqualTo("2026-03-01");
        assertThat(gap.difference()).isEqualTo(1);
        assertThat(gap.firstIds()).containsExactly(id.toString());
    }

    @Test
    void namesAnInferenceThatWasDeleted() throws SQLException {
        var id = send(10);
        pipeline.drain();
        database.change("delete from inference where frame_id = '" + id + "'");

        var gap = only(deep());

        assertThat(gap.equation()).isEqualTo("inference-rows");
        assertThat(gap.difference()).isEqualTo(1);
        assertThat(gap.firstIds()).containsExactly(id.toString());
    }

    @Test
    void namesAFrameWhoseDetectionWasDeleted() throws SQLException {
        var id = send(10);
        pipeline.drain();
        database.change("delete from detection where ordinal = 1 and frame_id = '" + id + "'");

        var gap = only(deep());

        assertThat(gap.equation()).isEqualTo("detection-rows");
        assertThat(gap.expected()).isEqualTo(Objects.requireNonNull(gap.found()) + 1);
        assertThat(gap.firstIds()).containsExactly(id.toString());
    }

    @Test
    void namesTheFramesOfThePartitionThatLacksThem() throws SQLException {
        send(10);
        pipeline.drain();
        var gone = "frame where origin_offset = 3";
        database.change("create table saved as select * from " + gone);
        database.change("delete from " + gone);

        var gaps = deep().gaps();

        assertThat(gaps).extracting(Gap::partition).containsExactly("sightline.claims-0", "sightline.claims-1");
        assertThat(gaps)
                .allSatisfy(gap -> assertThat(gap.firstIds())
                        .containsExactly(database.text("select frame_id from saved where claim_partition = "
                                + Objects.requireNonNull(gap.partition()).substring("sightline.claims-".length()))));
    }

    /** There is no foreign key that would keep them. */
    @Test
    void namesFramesWhoseImageWasDeletedAndTheWayOnBringsItBack() throws SQLException {
        var id = send(10);
        pipeline.drain();
        long images = database.number("select count(*) from image");
        database.change(
                "delete from image where sha256 = (select image_sha256 from frame where frame_id = '" + id + "')");
        assertThat(answer().clean()).isTrue();

        var gaps = deep().gaps();

        assertThat(gaps).extracting(Gap::equation).containsOnly("image-rows");
        assertThat(gaps)
                .filteredOn(gap -> "2026-03-01".equals(gap.day()))
                .singleElement()
                .satisfies(gap -> {
                    assertThat(gap.firstIds()).contains(id.toString());
                    assertThat(statements(gap.explanation())).hasSize(1);
                });
        database.change(statements(gaps.get(0).explanation()).get(0));
        pipeline.drain();
        assertThat(database.number("select count(*) from image")).isEqualTo(images);
        assertClean(deep());
    }

    @Test
    void namesInferencesWhoseModelVersionWasDeletedAndTheWayOnBringsItBack() throws SQLException {
        send(10);
        pipeline.drain();
        long inferences = database.number("select count(*) from inference");
        database.change("delete from model_version");
        assertThat(answer().clean()).isTrue();

        var gaps = deep().gaps();

        assertThat(gaps).hasSize(3).extracting(Gap::equation).containsOnly("model-version-rows");
        assertThat(gaps.stream().mapToLong(Gap::size).sum()).isEqualTo(inferences);
        for (var gap : gaps) {
            statements(gap.explanation()).stream()
                    .filter(statement -> !statement.startsWith("select"))
                    .forEach(database::change);
        }
        pipeline.drain();
        database.change("select audit_recount()");
        assertThat(database.number("select count(*) from inference join model_version on id = model_version_id"))
                .isEqualTo(inferences);
        assertClean(deep());
    }

    @Test
    void noticesADeletedLetter() throws SQLException {
        var broken = pipeline.send(0, Fate.BROKEN);
        var undetectable = pipeline.send(0, Fate.UNDETECTABLE);
        pipeline.drain();

        database.change("delete from dead_letter where frame_id = '" + undetectable + "'");
        var gap = only(answer());
        assertThat(gap.equation()).isEqualTo("frames");
        assertThat(gap.firstIds()).containsExactly(undetectable.toString());

        database.change("delete from dead_letter where frame_id = '" + broken + "'");
        assertThat(answer().gaps()).extracting(Gap::equation).containsExactlyInAnyOrder("ingest", "frames");
    }

    @Test
    void aGapStandsUntilItsDayIsCountedAgain() throws SQLException {
        var id = send(10);
        pipeline.drain();
        database.change("create table saved as select * from frame where frame_id = '" + id + "'");
        database.change("delete from frame where frame_id = '" + id + "'");
        deep();
        database.change("insert into frame select * from saved");

        assertThat(answer().clean()).isFalse();
        assertClean(deep());
        assertThat(answer().clean()).isTrue();
    }

    @Test
    void aRecountBeginsWithWhatIsThere() throws SQLException {
        var id = send(10);
        pipeline.send(0, Fate.BROKEN);
        pipeline.drain();
        database.change("select audit_recount()");
        assertClean(deep());

        for (var table : List.of("detection", "inference", "frame")) {
            database.change("delete from " + table + " where frame_id = '" + id + "'");
        }
        assertThat(deep().gaps()).hasSize(3);
        database.change("select audit_recount()");

        var gap = only(deep());
        assertThat(gap.equation())
                .as("the record was read, and there is nothing of it")
                .isEqualTo("ingest");
        follow(gap);
        assertClean(deep());
    }

    @Test
    void aRecountTakesDetectionsForWhatIsThere() throws SQLException {
        send(10);
        pipeline.drain();
        database.change("delete from detection where ordinal = 1");
        assertThat(deep().gaps()).isNotEmpty();

        database.change("select audit_recount()");

        assertClean(deep());
    }

    @Test
    void aRecountGivesALetterBackItsRecordWhenItsFrameWasDeleted() throws SQLException {
        pipeline.send(0, Fate.BROKEN);
        pipeline.drain();
        pipeline.heal();
        pipeline.commit(AuditTopics.INGEST, FRAMES, 0);
        pipeline.drain();
        for (var table : List.of("detection", "inference", "frame")) {
            database.change("delete from " + table);
        }

        database.change("select audit_recount()");

        assertThat(database.text("select frame_stored from dead_letter")).isEqualTo("false");
        assertClean(deep());
    }

    @Test
    void aRecountKnowsWhatRetentionDropped() throws SQLException {
        // Given
        send(10);
        pipeline.send(0, Fate.BROKEN);
        pipeline.drain();
        pipeline.heal();
        pipeline.commit(AuditTopics.INGEST, FRAMES, 0);
        pipeline.drain();
        var later = Clock.fixed(Samples.NOON.plus(Duration.ofDays(100)), ZoneOffset.UTC);
        var kept = Duration.ofDays(20);
        var rules = new RetentionRules(kept, kept, kept, null, false);
        new Retention(new Turn(database.dataSource()), rules, later).run();
        // When
        database.change("select audit_recount()");
        // Then
        assertThat(database.number("select sum(detections_dropped) from sink_day"))
                .isEqualTo(22);
        assertThat(database.text("select frame_stored from dead_letter")).isEqualTo("true");
        assertClean(deep());
    }

    @ParameterizedTest
    @CsvSource({"frame, frame-rows", "inference, inference-rows", "detection, detection-rows"})
    void whatIsNamedBringsRowsBack(String table, String equation) throws SQLException {
        // Given
        var id = send(10);
        pipeline.drain();
        long before = database.number("select count(*) from " + table);
        database.change("delete from " + table + " where frame_id = '" + id + "'"
                + (table.equals("detection") ? " and ordinal = 0" : ""));
        var gap = only(deep());
        assertThat(gap.equation()).isEqualTo(equation);
        // When
        var way = gap.explanation().substring(0, gap.explanation().indexOf("If they were deleted on purpose"));
        var statements = statements(way);
        assertThat(statements).last().isEqualTo("select audit_recount()");
        for (var statement : statements) {
            if (statement.startsWith("select")) {
                pipeline.drain();
            }
            database.change(statement);
        }
        // Then
        assertThat(database.number("select count(*) from " + table)).isEqualTo(before);
        assertThat(database.number("select count(*) from dead_letter")).isZero();
        assertClean(deep());
    }
}
