package io.sightline.audit;

import static io.sightline.audit.PaperPipeline.TOPICS;

import io.sightline.Samples;
import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.upkeep.Retention;
import io.sightline.upkeep.RetentionRules;
import io.sightline.upkeep.Tally;
import io.sightline.upkeep.Turn;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.apache.kafka.common.TopicPartition;

/** Drops what a pipeline on paper has stored, as this version does or a former one did, and has it read again. */
record PaperRetention(TestDatabase database, PaperPipeline pipeline) {
    private static final Duration KEPT = Duration.ofDays(20);
    static final RetentionRules INFERENCES_ALONE = new RetentionRules(null, KEPT, KEPT, null, false);
    static final RetentionRules FRAMES_TOO = new RetentionRules(KEPT, KEPT, KEPT, null, false);
    /** Of the frames of three days, the first two are of a month that is over for long enough by then. */
    static final Duration ONE_MONTH = Duration.ofDays(24);

    static final Duration ALL_MONTHS = Duration.ofDays(100);
    /** When a former version was at work. */
    private static final String DROPPED_AT = "2026-04-01Z";

    Tally run(RetentionRules rules, Duration after) throws SQLException {
        var clock = Clock.fixed(Samples.NOON.plus(after), ZoneOffset.UTC);
        return new Retention(new Turn(database.dataSource()), rules, clock)
                .run()
                .orElseThrow();
    }

    /** Leaves of what was dropped no more than a former version wrote down, and what the migration makes of that. */
    void forget() {
        database.change("delete from retention_count where kind = 'served'");
        database.change("update retention_count set offsets = null");
        database.change("truncate dropped_frame, dropped_inference");
        database.change("update retention_drop set dropped_at = '" + DROPPED_AT + "', records_known = false");
        database.change(PostgresServer.script("V9__former_drops.sql"));
    }

    /** What comes from now on comes after the former version's drop. */
    void later() {
        pipeline.clock.advance(Duration.ofDays(60));
    }

    /** All of all topics. */
    void readAgain() {
        commitStart(AuditTopics.INGEST, TOPICS.frames());
        commitStart(AuditTopics.DETECT, TOPICS.claims());
        database.change("delete from sink_offset");
        pipeline.drain();
    }

    /** What was stored, and what is there of it. */
    String totals() {
        return database.text("select 'frames ' || sum(frames) || ', serving ' || sum(serving) || ', detections '"
                + " || sum(detections) || ', of records ' || (select coalesce(sum(frames), 0) from origin_count)"
                + " || ', there ' || concat_ws(' ', (select count(*) from frame), (select count(*) from inference),"
                + " (select count(*) from detection), (select count(*) from image)) from sink_day");
    }

    void commitStart(String group, String topic) {
        for (int number = 0; number < PaperBroker.PARTITIONS; number++) {
            pipeline.commit(group, new TopicPartition(topic, number), 0);
        }
    }
}
