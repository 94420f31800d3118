package io.sightline.audit;

import static io.sightline.audit.PaperPipeline.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.audit.PaperPipeline.Fate;
import io.sightline.delivery.v1.Origin;
import io.sightline.frame.Identities;
import io.sightline.upkeep.Retention;
import io.sightline.upkeep.RetentionRules;
import io.sightline.upkeep.Tally;
import io.sightline.upkeep.Turn;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Claims and inferences that the database refused: letters that name a frame are each the account of that, and of no
 * more.
 */
class RefusedRowsTest extends AuditTestSupport {
    private static final String ID = "'0a6b3a51-52f5-4f0e-8d11-4a2f8f0a1c01'";
    private static final int MANY = 1_200;
    private static final Duration KEPT = Duration.ofDays(20);

    @Test
    void ofInferencesAreFatesHoweverManyThereAre() throws SQLException {
        for (int i = 0; i < MANY; i++) {
            pipeline.send(i % 2, Fate.UNDETECTABLE);
        }
        pipeline.drain();

        // Refused one by one they would be the same letters, but for these.
        assertThat(database.change("update dead_letter set stage = 'sink', failed_topic = 'sightline.inferences'"))
                .isEqualTo(MANY);

        assertClean(answer());
        assertThat(answer().unreadable()).isZero();
        database.change("delete from dead_letter where event_id = (select event_id from dead_letter limit 1)");
        var gap = only(answer());
        assertThat(gap.equation()).isEqualTo("frames");
        assertThat(gap.difference()).isEqualTo(1);
    }

    @Test
    void ofClaimsAreFatesHoweverManyThereAre() throws SQLException {
        send(MANY);
        pipeline.drain();
        database.change("create table refused as select * from frame");
        database.change("delete from frame");
        database.change("select audit_recount()");

        database.change(
                "insert into dead_letter (event_id, state, reason, stage, route, frame_id, failed_topic, attempts,"
                        + " first_failed_at, last_failed_at, exception_class, message, stack_hash, runtime_version, origin_told,"
                        + " origin_topic_id, origin_partition, origin_offset) select gen_random_uuid(), 'open',"
                        + " 'CONSTRAINT_VIOLATION', 'sink', 'x', frame_id, claim_topic, 1, now(), now(), 'x', 'x', 'x', 'x', true,"
                        + " origin_topic_id, origin_partition, origin_offset from refused");

        assertClean(answer());
        assertThat(answer().unreadable()).isZero();
        database.change("delete from dead_letter where origin_partition = 1 and origin_offset = 7");
        assertThat(answer().gaps())
                .extracting(gap -> gap.equation() + " " + gap.partition() + " " + gap.difference())
                .containsExactlyInAnyOrder("ingest sightline.frames-1 1", "frames null -1");
    }

    /** The letter stays open, because nothing was redriven. */
    @ParameterizedTest
    @CsvSource({"frame, frame_stored", "inference, inference_stored"})
    void thatWereStoredAfterAllCountOnceAlsoWhenRetentionHasDroppedThem(String table, String column)
            throws SQLException {
        // Given
        send(2);
        pipeline.drain();
        refuse(table);
        var id = pipeline.send(0, Fate.DETECTED);
        pipeline.drain();
        assertClean(deep());
        // When: the cause is mended, and all is read again
        accept(table);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 0);
        pipeline.commit(AuditTopics.DETECT, CLAIMS, 0);
        pipeline.drain();
        assertThat(database.text(
                        "select state || ' ' || " + column + " from dead_letter where frame_id = '" + id + "'"))
                .isEqualTo("open true");
        assertClean(deep());
        // Then
        assertThat(retention(new RetentionRules(KEPT, KEPT, KEPT, KEPT, false)).number(table))
                .isEqualTo(3);
        assertClean(deep());
    }

    @Test
    void keepTheLetterOfIngestForTheSameRecord() throws SQLException {
        // Given
        pipeline.send(0, Fate.BROKEN);
        pipeline.drain();
        refuse("frame");
        pipeline.heal();
        pipeline.commit(AuditTopics.INGEST, FRAMES, 0);
        pipeline.drain();
        assertThat(database.text("select stage || ' ' || state || ' ' || frame_stored from dead_letter order by stage"))
                .isEqualTo("ingest resolved false,sink open false");
        database.change("update dead_letter set resolved_at = '2026-03-01T12:00:00Z' where stage = 'ingest'");
        var letters = new RetentionRules(null, null, null, KEPT, false);
        // When
        assertThat(retention(letters).number("dead_letter")).isZero();
        // Then
        assertClean(answer());
        accept("frame");
        pipeline.commit(AuditTopics.INGEST, FRAMES, 0);
        pipeline.drain();
        assertClean(answer());
        assertThat(retention(letters).number("dead_letter")).isOne();
        assertClean(answer());
    }

    /** Anybody can compute an id that fits a position. */
    @ParameterizedTest
    @ValueSource(longs = {999_999_999, 1})
    void excuseNoRecordButTheirOwn(long offset) throws SQLException {
        pipeline.send(0, Fate.BROKEN);
        pipeline.drain();
        refuse("frame");
        var forged = Samples.frame(Samples.text("forged"));
        forged.setOrigin(new Origin(TOPICS.frames(), pipeline.id(TOPICS.frames()), 0, offset, Samples.NOON));
        forged.setFrameId(Identities.frame(forged.getOrigin()));
        pipeline.append(CLAIMS, forged);
        pipeline.drain();
        assertClean(answer());

        database.change("delete from dead_letter where stage = 'ingest'");

        var gap = only(answer());
        assertThat(gap.equation()).isEqualTo("ingest");
        assertThat(gap.difference()).isEqualTo(1);
    }

    @Test
    void ofFormerVersionsDoNotSayWhichRecordTheyAre() throws SQLException {
        // Given
        send(2);
        pipeline.formerVersion = true;
        pipeline.drain();
        refuse("frame");
        pipeline.send(0, Fate.DETECTED);
        pipeline.send(1, Fate.BROKEN);
        pipeline.drain();
        // When
        var gap = only(answer());
        // Then
        assertThat(gap.equation()).isEqualTo("uncertain");
        assertThat(gap.partition()).isEqualTo("sightline.frames-0");
        assertThat(gap.difference()).isEqualTo(1);
        assertThat(gap.firstIds())
                .containsExactly(database.text("select event_id from dead_letter where stage = 'sink'"));
        assertThat(gap.explanation()).contains("name their frame but not its record", "Do not close them by hand");
        // And: each is one frame
        database.change("delete from dead_letter where stage = 'ingest'");
        assertThat(answer().gaps()).extracting(Gap::equation).containsExactlyInAnyOrder("uncertain", "ingest");
        // And: the frame itself names its record
        accept("frame");
        pipeline.heal();
        pipeline.commit(AuditTopics.INGEST, FRAMES, 0);
        pipeline.commit(AuditTopics.INGEST, new TopicPartition(TOPICS.frames(), 1), 0);
        pipeline.drain();
        assertClean(deep());
    }

    /** Each sink asks them once per minute: of letters, which may be long, entries of an index are read. */
    @Test
    void areCountedAlongIndexes() {
        letters(20_000, "resolved", "ingest", "gen_random_uuid()");
        letters(3_000, "open", "sink", "null");
        letters(3_000, "open", "sink", "gen_random_uuid()");
        database.change("vacuum analyze dead_letter");

        assertThat(database.plan(UnreadLetters.IDS.replace("asked.topic", "'sightline.claims'")))
                .contains("Index Only Scan using dead_letter_unread")
                .doesNotContain("Sort");
        assertThat(database.plan(BookTables.UNREAD)).contains("Index Only Scan using dead_letter_unread");
        for (var statement : List.of(BookTables.FATES, RefusedClaims.FRAMES)) {
            assertThat(database.plan(statement.replace("?", "'sightline.claims'")))
                    .contains("Index Only Scan")
                    .doesNotContain("Seq Scan");
        }
        assertThat(database.plan(RefusedClaims.UNPLACED.replace("?", "'sightline.claims'")))
                .contains("Index")
                .doesNotContain("Seq Scan", "Sort");
        var records = RefusedClaims.RECORDS;
        for (var value : List.of("'sightline.claims'", ID, "0", "0", "9", ID, "0")) {
            records = records.replaceFirst("\\?", value);
        }
        assertThat(database.plan(records)).contains("dead_letter_refused").doesNotContain("Seq Scan");
        var ofIngest = IngestLetters.RECORDS.replace("(?, ?, ?, ?)", "(" + ID + "::uuid, 0, 0::bigint, 9::bigint)");
        assertThat(database.plan(ofIngest)).contains("dead_letter_of_ingest").doesNotContain("Seq Scan on dead_letter");
    }

    private void letters(int number, String state, String stage, String frame) {
        // The triggers of so many rows would otherwise be planned for each of them.
        database.change("begin; set local plan_cache_mode = auto;"
                + " insert into dead_letter (event_id, state, reason, stage, route, frame_id, failed_topic, attempts,"
                + " first_failed_at, last_failed_at, exception_class, message, stack_hash, runtime_version, original_value)"
                + " select gen_random_uuid(), '" + state + "', 'x', '" + stage + "', 'x', " + frame
                + ", 'sightline.claims', 1, now(), now(), 'x', 'x', 'x', 'x', decode(repeat('00', 1000), 'hex')"
                + " from generate_series(1, " + number + "); commit");
    }

    private void refuse(String table) {
        database.change("alter table " + table + " add constraint refused check (source_id = 'nobody') not valid");
    }

    private void accept(String table) {
        database.change("alter table " + table + " drop constraint refused");
    }

    private Tally retention(RetentionRules rules) throws SQLException {
        var later = Clock.fixed(Samples.NOON.plus(Duration.ofDays(100)), ZoneOffset.UTC);
        return new Retention(new Turn(database.dataSource()), rules, later)
                .run()
                .orElseThrow();
    }
}
