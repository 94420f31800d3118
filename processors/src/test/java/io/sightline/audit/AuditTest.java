package io.sightline.audit;

import static io.sightline.audit.PaperPipeline.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.Samples;
import io.sightline.audit.PaperPipeline.Fate;
import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import io.sightline.upkeep.Retention;
import io.sightline.upkeep.RetentionRules;
import io.sightline.upkeep.RowUpkeep;
import io.sightline.upkeep.Turn;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(PostgresServer.class)
class AuditTest {
    private static final DayWindow WINDOW = DayWindow.last(7, Samples.NOON);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TopicPartition FRAMES = new TopicPartition(TOPICS.frames(), 0);
    private static final TopicPartition CLAIMS = new TopicPartition(TOPICS.claims(), 0);
    private static final TopicPartition INFERENCES = new TopicPartition(TOPICS.inferences(), 0);

    private static final Pattern STATEMENT = Pattern.compile(": ((?:update|delete|select) .*?)(?:; |\\. |\\.$|: )");

    private TestDatabase database;
    private PaperPipeline pipeline;

    @BeforeEach
    void open(TestDatabase fresh) {
        database = fresh;
        pipeline = new PaperPipeline(database);
    }

    @Test
    void everythingAddsUpWhenAllIsStored() throws SQLException {
        send(10);
        pipeline.send(1, Fate.BROKEN);
        pipeline.send(1, Fate.UNDETECTABLE);
        pipeline.receive(Fate.DETECTED);
        pipeline.receive(Fate.UNDETECTABLE);
        pipeline.drain();

        var answer = deep();

        assertClean(answer);
        assertThat(answer.waiting()).isZero();
        assertThat(answer.lastDeep()).isNotNull();
        assertThat(answer.partitions())
                .filteredOn(partition -> partition.partition().equals("sightline.frames-1"))
                .singleElement()
                .satisfies(partition -> {
                    assertThat(partition.stored()).isEqualTo(6);
                    assertThat(partition.deadLettered()).isEqualTo(1);
                    assertThat(partition.position()).isEqualTo(7);
                });
    }

    @Test
    void anEmptyPlaceIsClean() throws SQLException {
        assertClean(deep());
    }

    @Test
    void whatIsOnItsWayIsNoGap() throws SQLException {
        send(10);
        assertThat(answer().waiting()).isEqualTo(10);

        pipeline.ingest(Integer.MAX_VALUE, false);
        assertInFlight(10);

        pipeline.sinkClaims(Integer.MAX_VALUE);
        assertInFlight(10);

        pipeline.detect(Integer.MAX_VALUE, false);
        assertInFlight(10);

        pipeline.sinkInferences(Integer.MAX_VALUE);
        assertInFlight(0);
    }

    @Test
    void inferencesMayBeStoredBeforeTheirFrames() throws SQLException {
        send(10);
        pipeline.ingest(Integer.MAX_VALUE, false);
        pipeline.detect(Integer.MAX_VALUE, false);
        pipeline.sinkInferences(Integer.MAX_VALUE);

        assertThat(answer().gaps()).isEmpty();
    }

    @Test
    void framesMayBeStoredBeforeIngestSaysThatItIsDone() throws SQLException {
        send(10);
        pipeline.ingest(Integer.MAX_VALUE, true);
        pipeline.sinkClaims(Integer.MAX_VALUE);
        assertThat(answer().gaps()).isEmpty();

        pipeline.drain();

        assertClean(deep());
    }

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
    void namesTheOffsetThatIngestSkipped() throws SQLException {
        send(10);
        pipeline.ingest(2, false);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 3);
        pipeline.drain();

        var gap = only(deep());

        assertThat(gap.equation()).isEqualTo("ingest");
        assertThat(gap.partition()).isEqualTo("sightline.frames-0");
        assertThat(gap.difference()).isEqualTo(1);
        assertThat(gap.firstIds()).containsExactly("2");
        assertThat(only(answer()).firstIds()).as("looked for on request only").isEmpty();
        follow(gap);
        assertClean(deep());
    }

    @Test
    void namesNoOffsetOfAFrameOfAnotherDay() throws SQLException {
        send(14);
        pipeline.ingest(2, false);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 3);
        pipeline.drain();

        var gap = only(pipeline.audit().deep(DayWindow.last(1, Samples.NOON), PATIENCE));

        assertThat(gap.difference()).isEqualTo(1);
        assertThat(gap.firstIds()).isEmpty();
    }

    @Test
    void namesNoOffsetBetweenAnOldLetterAndTheWindow() throws SQLException {
        pipeline.send(0, Fate.BROKEN);
        send(12);
        pipeline.ingest(4, false);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 5);
        pipeline.drain();
        // As if they were dropped by retention.
        database.change("delete from frame where origin_partition = 0 and origin_offset < 3");

        assertThat(deep().gaps())
                .filteredOn(gap -> gap.equation().equals("ingest"))
                .singleElement()
                .satisfies(gap -> assertThat(gap.firstIds()).containsExactly("4"));
    }

    @Test
    void noticesClaimsThatDetectSkipped() throws SQLException {
        var id = send(10);
        pipeline.ingest(Integer.MAX_VALUE, false);
        pipeline.detect(3, false);
        pipeline.commit(AuditTopics.DETECT, CLAIMS, 4);
        pipeline.drain();

        var gap = only(answer());

        assertThat(gap.equation()).isEqualTo("frames");
        assertThat(gap.difference()).isEqualTo(1);
        assertThat(gap.firstIds()).containsExactly(id.toString());
    }

    @Test
    void namesAPartitionOfWhichTheSinkSkippedAnOffset() throws SQLException {
        send(4);
        pipeline.ingest(Integer.MAX_VALUE, false);
        pipeline.append(CLAIMS, null);
        send(4);
        pipeline.drain();

        var gap = only(answer());

        assertThat(gap.equation()).isEqualTo("sink");
        assertThat(gap.partition()).isEqualTo("sightline.claims-0");
        assertThat(gap.difference()).isEqualTo(1);
        follow(gap);
        assertClean(answer());
    }

    @Test
    void namesRecordsThatExpiredBeforeTheSinkReadThem() throws SQLException {
        send(10);
        pipeline.ingest(Integer.MAX_VALUE, false);
        pipeline.sinkClaims(2);
        pipeline.detect(Integer.MAX_VALUE, false);
        pipeline.expire(CLAIMS, 4);

        var answer = answer();

        assertThat(answer.gaps())
                .filteredOn(gap -> gap.equation().equals("sink"))
                .singleElement()
                .satisfies(gap -> {
                    assertThat(gap.partition()).isEqualTo("sightline.claims-0");
                    assertThat(gap.difference()).isEqualTo(2);
                    assertThat(gap.explanation()).contains("from offset 2 to 3", "set expired = expired");
                });
        assertThat(answer.partitions())
                .filteredOn(partition -> "RECORDS_EXPIRED".equals(partition.stopped()))
                .hasSize(1);
    }

    @Test
    void namesRecordsThatExpiredBeforeIngestReadThem() throws SQLException {
        send(10);
        pipeline.ingest(2, false);
        answer();
        pipeline.expire(FRAMES, 4);
        assertThat(only(answer()).explanation()).contains("from offset 2 to 3");

        pipeline.drain();
        var gap = only(answer());

        assertThat(gap.equation()).isEqualTo("ingest");
        assertThat(gap.difference()).isEqualTo(2);
        follow(gap);
        assertClean(answer());
    }

    @Test
    void namesATopicOfTheSinkThatWasMadeAnew() throws SQLException {
        send(10);
        pipeline.drain();
        pipeline.create(TOPICS.claims());

        var gaps = answer().gaps();

        assertThat(gaps).hasSize(2).allSatisfy(gap -> {
            assertThat(gap.equation()).isEqualTo("sink");
            assertThat(gap.explanation()).contains("sightline.claims was deleted and made anew");
        });
    }

    @Test
    void namesAFramesTopicThatWasMadeAnew() throws SQLException {
        send(10);
        pipeline.drain();
        answer();
        pipeline.create(TOPICS.frames());
        send(4);
        pipeline.drain();

        var gaps = answer().gaps();

        assertThat(gaps).extracting(Gap::partition).containsExactly("sightline.frames-0", "sightline.frames-1");
        gaps.forEach(this::follow);
        assertClean(answer());
    }

    @Test
    void noticesAnOlderDatabase() throws SQLException {
        send(4);
        pipeline.drain();
        database.change("create table backup as select * from sink_offset");
        send(6);
        pipeline.drain();
        database.change("delete from sink_offset");
        database.change("insert into sink_offset select * from backup");

        assertThat(answer().gaps())
                .filteredOn(gap -> gap.equation().equals("sink"))
                .isNotEmpty()
                .allSatisfy(gap -> assertThat(gap.explanation()).contains("older backup"));
    }

    @Test
    void noticesThatTheDatabaseIsAnother(TestDatabase other) throws SQLException {
        send(10);
        pipeline.drain();

        var audit = new Audit(other.dataSource(), pipeline, TOPICS, PaperPipeline.NOON);

        assertThat(audit.answer().gaps())
                .filteredOn(gap -> gap.equation().equals("ingest"))
                .isEmpty();
        // As far as the topics hold everything, another database is only one that is late.
        assertThat(audit.answer().inFlight()).isEqualTo(10);
        TOPICS.sunk()
                .forEach(topic -> List.of(0, 1).forEach(number -> {
                    var partition = new TopicPartition(topic, number);
                    pipeline.expire(partition, pipeline.end(partition));
                }));
        assertThat(audit.answer().gaps())
                .extracting(Gap::partition)
                .containsExactlyInAnyOrder("sightline.frames-0", "sightline.frames-1");
    }

    @Test
    void whatRetentionDropsIsStillAccountedFor() throws SQLException {
        send(10);
        pipeline.send(0, Fate.BROKEN);
        pipeline.drain();
        database.change("update dead_letter set state = 'resolved'");
        database.change("update dead_letter set resolved_at = '2026-03-01T12:00:00Z'");
        var later = Clock.fixed(Samples.NOON.plus(Duration.ofDays(100)), ZoneOffset.UTC);
        var kept = Duration.ofDays(20);

        var tally = new Retention(
                        new Turn(database.dataSource()), new RetentionRules(kept, kept, kept, kept, false), later)
                .run()
                .orElseThrow();

        assertThat(tally.number("frame")).isEqualTo(10);
        assertThat(tally.number("dead_letter")).isEqualTo(1);
        assertClean(deep());
        send(4);
        pipeline.drain();
        assertClean(deep());
    }

    @ParameterizedTest
    @CsvSource({"open, true, 0", "redriving, true, 1", "resolved, false, 0"})
    void aLetterOfDetectCountsByItsState(String state, boolean clean, int inFlight) throws SQLException {
        pipeline.send(0, Fate.UNDETECTABLE);
        pipeline.drain();

        database.change("update dead_letter set state = '" + state + "'");

        assertThat(answer().clean()).isEqualTo(clean);
        assertThat(answer().inFlight()).isEqualTo(inFlight);
    }

    @ParameterizedTest
    @CsvSource({"open", "redriving", "resolved"})
    void aLetterOfIngestCountsWhateverItsState(String state) throws SQLException {
        pipeline.send(0, Fate.BROKEN);
        pipeline.drain();

        database.change("update dead_letter set state = '" + state + "'");

        assertClean(answer());
    }

    @Test
    void aFrameThatARedriveMakesOfALetterCountsOnce() throws SQLException {
        pipeline.send(0, Fate.BROKEN);
        pipeline.drain();

        // As a redrive does: the same record again, this time well.
        pipeline.heal();
        pipeline.commit(AuditTopics.INGEST, FRAMES, 0);
        pipeline.drain();

        assertThat(database.text("select state || ' ' || frame_stored from dead_letter"))
                .isEqualTo("resolved true");
        assertClean(deep());
    }

    @Test
    void lettersOfTheSinkAreFates() throws SQLException {
        send(4);
        pipeline.append(CLAIMS, PaperPipeline.GARBAGE);
        pipeline.append(INFERENCES, PaperPipeline.GARBAGE);
        pipeline.drain();
        assertClean(answer());

        database.change("alter table inference add constraint refused check (source_id <> 'camera-1') not valid");
        send(2);
        pipeline.drain();
        assertThat(database.number("select count(*) from dead_letter where reason <> 'x' and stage = 'sink'"))
                .isEqualTo(4);
        assertClean(deep());
    }

    @Test
    void aClaimThatTheDatabaseRefusesIsAFateToo() throws SQLException {
        send(2);
        pipeline.drain();
        database.change("alter table frame add constraint refused check (source_id <> 'camera-1') not valid");
        send(2);
        pipeline.drain();

        assertThat(database.number("select count(*) from inference")).isEqualTo(4);
        assertThat(database.number("select count(*) from frame")).isEqualTo(2);
        assertClean(deep());
    }

    @Test
    void aSecondReadingOfEverythingChangesNothing() throws SQLException {
        send(10);
        pipeline.drain();
        database.change("delete from sink_offset");
        pipeline.drain();

        assertClean(deep());
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

    @Test
    void theClockCountsOnceInAPeriod() throws SQLException {
        send(4);
        pipeline.drain();
        database.change("delete from detection where ordinal = 1");
        var work = new RowUpkeep(
                new Turn(database.dataSource()), pipeline.audit(), Duration.ofHours(24), 7, PaperPipeline.NOON);

        assertThat(work.run().orElseThrow().number("gap")).isEqualTo(2);
        assertThat(work.run()).isEmpty();
        assertThat(answer().gaps()).extracting(Gap::equation).containsOnly("detection-rows");
    }

    @Test
    void aCountThatTakesTooLongSaysSo() throws SQLException {
        send(10);
        pipeline.drain();
        database.change("alter table frame rename to slow_frame");
        database.change("create view frame as select slow_frame.* from slow_frame, pg_sleep(5)");

        assertThatThrownBy(() -> pipeline.audit().deep(WINDOW, Duration.ofMillis(200)))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("fewer days");
    }

    @Test
    void aNameThatTakesTooLongToFindCostsNoResult() throws SQLException {
        send(10);
        pipeline.drain();
        database.change("delete from frame where origin_offset = 0 and origin_partition = 0");
        database.change("alter table frame rename to slow_frame");
        database.change("create function slowly(id uuid) returns uuid language plpgsql stable as"
                + " 'begin perform pg_sleep(30); return id; end'");
        database.change("create view frame as select captured_at, claim_topic_id, claim_partition, claim_topic,"
                + " slowly(frame_id) as frame_id from slow_frame");

        var gap = only(pipeline.audit().deep(WINDOW, Duration.ofSeconds(1)));

        assertThat(gap.equation()).isEqualTo("frame-rows");
        assertThat(gap.firstIds()).isEmpty();
        assertThat(only(answer())).isEqualTo(gap);
    }

    @Test
    void oneCountIsEnoughForAProcess() throws SQLException {
        var audit = pipeline.audit();
        pipeline.meanwhile = () -> assertThatThrownBy(() -> audit.deep(WINDOW, PATIENCE))
                .isInstanceOfSatisfying(
                        TransientFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.OVERLOADED));
        assertClean(audit.deep(WINDOW, PATIENCE));

        pipeline.meanwhile = () -> {};
        assertClean(audit.deep(WINDOW, PATIENCE));
    }

    @Test
    void answersWithItsOwnCount() throws SQLException {
        var today = DayWindow.last(1, Samples.NOON);
        pipeline.meanwhile = () -> {
            try (var connection = database.dataSource().getConnection()) {
                pipeline.audit().count(connection, today, PATIENCE, "");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        };

        var asked = Objects.requireNonNull(deep().lastDeep());

        assertThat(asked.since()).isEqualTo(DayWindow.start(WINDOW.since()).toString());
        assertThat(asked.since()).isNotEqualTo(DayWindow.start(today.since()).toString());
    }

    @Test
    void resultsOfCountsAreNotKeptForEver() throws SQLException {
        for (int i = 0; i < 105; i++) {
            deep();
        }

        assertThat(database.number("select count(*) from audit_result")).isEqualTo(100);
    }

    /** The default answer must not get slower with the frames. */
    @Test
    void theCountersAloneAreRead() throws SQLException {
        send(10);
        pipeline.drain();

        for (var statement : List.of(
                BookTables.SINKS,
                BookTables.ORIGINS,
                BookTables.TOTALS,
                BookTables.DETECT_LETTERS,
                BookTables.SINK_LETTERS)) {
            assertThat(database.plan(statement))
                    .contains("Scan")
                    .doesNotContainPattern("(?i)scan.* on (frame|inference|detection)(_|\\b)");
        }
    }

    /** Sends frames to both partitions in turn; answers the id of the fourth of the first partition, or of the last. */
    private UUID send(int frames) {
        var ids = IntStream.range(0, frames)
                .mapToObj(number -> pipeline.send(number % 2, Fate.DETECTED))
                .toList();
        return ids.get(Math.min(6, frames - 1));
    }

    private AuditAnswer answer() throws SQLException {
        return pipeline.audit().answer();
    }

    private AuditAnswer deep() throws SQLException {
        return pipeline.audit().deep(WINDOW, PATIENCE);
    }

    /** Does what the explanation says. */
    private void follow(Gap gap) {
        var statements = statements(gap.explanation());
        assertThat(database.change(statements.get(statements.size() - 1))).isEqualTo(1);
    }

    private static List<String> statements(String explanation) {
        return STATEMENT
                .matcher(explanation)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private void assertInFlight(long frames) throws SQLException {
        var answer = answer();
        assertThat(answer.gaps()).isEmpty();
        assertThat(answer.inFlight()).isEqualTo(frames);
    }

    private static void assertClean(AuditAnswer answer) {
        assertThat(answer.gaps()).isEmpty();
        assertThat(answer.clean()).isTrue();
        assertThat(answer.inFlight()).isZero();
    }

    private static Gap only(AuditAnswer answer) {
        assertThat(answer.clean()).isFalse();
        assertThat(answer.gaps()).hasSize(1);
        return answer.gaps().get(0);
    }
}
