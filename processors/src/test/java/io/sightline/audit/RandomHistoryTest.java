package io.sightline.audit;

import static io.sightline.audit.PaperPipeline.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.audit.PaperPipeline.Fate;
import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.upkeep.Retention;
import io.sightline.upkeep.RetentionRules;
import io.sightline.upkeep.Turn;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is done in whatever order, also between the readings of an audit, adds up, whatever retention drops and
 * whatever is read again; what is lost does not, whatever there is on the topics that nobody can read.
 */
@ExtendWith(PostgresServer.class)
class RandomHistoryTest {
    private static final int STEPS = 80;
    private static final DayWindow WINDOW = DayWindow.last(7, Samples.NOON);
    private static final Duration KEPT = Duration.ofDays(20);

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void theEquationsHoldAtEveryMoment(long seed, TestDatabase database) throws SQLException {
        live(seed, database);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(longs = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void theEquationsHoldInEachOfManyHistories(long seed, TestDatabase database) throws SQLException {
        live(seed, database);
    }

    private static void live(long seed, TestDatabase database) throws SQLException {
        var random = new Random(seed);
        var pipeline = new PaperPipeline(database);
        pipeline.meanwhile = () -> {
            for (int steps = random.nextInt(4); steps > 0; steps--) {
                step(pipeline, database, random);
            }
        };

        for (int i = 0; i < STEPS; i++) {
            step(pipeline, database, random);
            if (i % 4 == 0) {
                var answer = pipeline.audit().answer();
                assertThat(answer.gaps()).as("seed %d, step %d", seed, i).isEmpty();
                assertThat(answer.inFlight()).isNotNegative();
            }
        }

        pipeline.meanwhile = () -> {};
        pipeline.drain();
        var end = pipeline.audit().deep(WINDOW, Duration.ofSeconds(30));
        assertThat(end.gaps()).as("seed %d", seed).isEmpty();
        assertThat(end.inFlight()).isZero();
        assertThat(end.unreadable()).isEqualTo(pipeline.unreadable());
        assertThat(database.number("select (select count(*) from frame) + (select coalesce(sum(row_count), 0)"
                        + " from retention_drop where table_name = 'frame')"))
                .as("seed %d, frames that were ever stored", seed)
                .isEqualTo(pipeline.frames());
        for (var fate : Fate.values()) {
            pipeline.send(0, fate == Fate.GARBLED ? Fate.DETECTED : fate);
        }
        pipeline.drain();
        storeAgain(pipeline, database, random, seed);
        boolean isYounger = random.nextInt(3) == 0;
        if (isYounger) {
            lose(pipeline, random);
        } else {
            delete(database, random);
        }
        assertThat(pipeline.audit().deep(WINDOW, Duration.ofSeconds(30)).gaps())
                .as("seed %d, after a loss", seed)
                .isNotEmpty()
                // Whatever there is that nobody can read, it is older than what was lost last.
                .noneMatch(gap -> isYounger && gap.isUncertain());
        database.change("update dead_letter set state = 'resolved' where stage = 'sink'");
        assertThat(pipeline.audit().deep(WINDOW, Duration.ofSeconds(30)).gaps())
                .as("seed %d, after a loss that nothing is an excuse for", seed)
                .isNotEmpty()
                .noneMatch(Gap::isUncertain);
    }

    /** Rows that are deleted and read again seem to be missing until they are counted anew, and are not. */
    private static void storeAgain(PaperPipeline pipeline, TestDatabase database, Random random, long seed)
            throws SQLException {
        var partition = random.nextInt(PaperPipeline.PARTITIONS);
        long gone = database.change("delete from frame where claim_partition = " + partition);
        database.change("delete from sink_offset where consumer_group = 'sightline-sink-claims'");
        pipeline.drain();
        var twice = pipeline.audit().deep(WINDOW, Duration.ofSeconds(30));
        assertThat(twice.gaps())
                .as("seed %d, %d frames stored again", seed, gone)
                .hasSizeGreaterThanOrEqualTo(gone > 0 ? 1 : 0)
                .allSatisfy(gap -> assertThat(gap.explanation()).contains("counted them twice"));
        database.change("select audit_recount()");
        assertThat(pipeline.audit().deep(WINDOW, Duration.ofSeconds(30)).gaps())
                .as("seed %d, after a recount", seed)
                .isEmpty();
    }

    /** A row of one of the kinds that a record can become. */
    private static void delete(TestDatabase database, Random random) {
        var kind = List.of(
                        "dead_letter where event_id = (select event_id from dead_letter where stage = 'ingest' limit 1)",
                        "dead_letter where event_id = (select event_id from dead_letter"
                                + " where stage = 'detect' and frame_id is not null and state = 'open' limit 1)",
                        "frame where frame_id = (select frame_id from frame limit 1)",
                        "inference where frame_id = (select frame_id from inference limit 1)",
                        "detection where frame_id = (select frame_id from detection limit 1)")
                .get(random.nextInt(5));
        assertThat(database.change("delete from " + kind)).as(kind).isPositive();
    }

    private static void step(PaperPipeline pipeline, TestDatabase database, Random random) {
        int most = 1 + random.nextInt(6);
        boolean dies = random.nextInt(4) == 0;
        switch (random.nextInt(13)) {
            case 0, 1 -> {
                for (int frames = most; frames > 0; frames--) {
                    pipeline.send(random.nextInt(PaperPipeline.PARTITIONS), fate(random));
                }
            }
            case 2 -> pipeline.receive(fate(random));
            case 3, 4 -> pipeline.ingest(most, dies);
            case 5 -> pipeline.detect(most, dies);
            case 6 -> pipeline.sinkClaims(most);
            case 7 -> pipeline.sinkInferences(most);
            case 8 ->
                pipeline.poison(new TopicPartition(
                        TOPICS.sunk().get(random.nextInt(3)), random.nextInt(PaperPipeline.PARTITIONS)));
            case 9 -> pipeline.sinkLetters(most);
            case 10 -> {
                retain(database, random);
                if (random.nextBoolean()) {
                    database.change("select audit_recount()");
                }
            }
            default -> readAgain(pipeline, database, random);
        }
    }

    /** Retention drops one month or all, of inferences alone or of frames too. */
    private static void retain(TestDatabase database, Random random) {
        var later = Samples.NOON.plus(Duration.ofDays(random.nextBoolean() ? 24 : 100));
        var rules = new RetentionRules(random.nextBoolean() ? KEPT : null, KEPT, KEPT, null, false);
        try {
            new Retention(new Turn(database.dataSource()), rules, Clock.fixed(later, ZoneOffset.UTC)).run();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A part of a topic, or what a sink has read of one. */
    private static void readAgain(PaperPipeline pipeline, TestDatabase database, Random random) {
        int which = random.nextInt(5);
        if (which < 2) {
            var group = which == 0 ? AuditTopics.INGEST : AuditTopics.DETECT;
            var partition = new TopicPartition(
                    which == 0 ? TOPICS.frames() : TOPICS.claims(), random.nextInt(PaperPipeline.PARTITIONS));
            long position = PaperBroker.known(pipeline.commits, group).getOrDefault(partition, 0L);
            pipeline.commit(group, partition, random.nextLong(position + 1));
            return;
        }
        var topic = TOPICS.sunk().get(which - 2);
        database.change("delete from sink_offset where consumer_group = '" + TOPICS.sinkGroup(topic) + "'");
        switch (which) {
            case 2 -> pipeline.sinkClaims(Integer.MAX_VALUE);
            case 3 -> pipeline.sinkInferences(Integer.MAX_VALUE);
            default -> pipeline.sinkLetters(Integer.MAX_VALUE);
        }
    }

    private static Fate fate(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Fate.BROKEN;
            case 1 -> Fate.UNDETECTABLE;
            default -> Fate.DETECTED;
        };
    }

    /** Two frames are sent, long after all others, and one of the stages passes over the second. */
    private static void lose(PaperPipeline pipeline, Random random) {
        pipeline.clock.advance(Duration.ofMinutes(5));
        pipeline.send(0, Fate.DETECTED);
        pipeline.drain();
        pipeline.send(0, Fate.DETECTED);
        if (random.nextBoolean()) {
            var frames = new TopicPartition(TOPICS.frames(), 0);
            pipeline.commit(AuditTopics.INGEST, frames, pipeline.end(frames));
        } else {
            pipeline.ingest(Integer.MAX_VALUE, false);
            var claims = new TopicPartition(TOPICS.claims(), 0);
            pipeline.commit(AuditTopics.DETECT, claims, pipeline.end(claims));
        }
        pipeline.drain();
    }
}
