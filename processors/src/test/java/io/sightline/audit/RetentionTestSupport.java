package io.sightline.audit;

import static io.sightline.audit.PaperPipeline.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.upkeep.Retention;
import io.sightline.upkeep.RetentionRules;
import io.sightline.upkeep.Tally;
import io.sightline.upkeep.Turn;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A pipeline whose rows retention drops, and whose records are read again. */
abstract class RetentionTestSupport extends AuditTestSupport {
    private static final Duration KEPT = Duration.ofDays(20);
    /** Of the frames of three days, the first two are of a month that is over for long enough by then. */
    static final Duration ONE_MONTH = Duration.ofDays(24);

    static final Duration ALL_MONTHS = Duration.ofDays(100);

    enum Dropped {
        INFERENCES(new RetentionRules(null, KEPT, KEPT, null, false)),
        FRAMES_TOO(new RetentionRules(KEPT, KEPT, KEPT, null, false));

        final RetentionRules rules;

        Dropped(RetentionRules rules) {
            this.rules = rules;
        }
    }

    void assertEachStaysAsItIs(String what) throws SQLException {
        var before = totals();
        for (var again : readAgain().entrySet()) {
            again.getValue().run();
            pipeline.drain();
            assertThat(totals()).as("%s, %s again", what, again.getKey()).isEqualTo(before);
            assertClean(answer());
        }
        assertAllStaysAsItIs(what);
    }

    /** Reads everything again, and looks whether anything has changed by it. */
    void assertAllStaysAsItIs(String what) throws SQLException {
        assertClean(deep());
        var before = totals();
        readAgain().values().forEach(Runnable::run);
        pipeline.drain();
        assertThat(totals()).as("%s, all again", what).isEqualTo(before);
        assertClean(deep());
        database.change("select audit_recount()");
        assertThat(totals()).as("%s, counted anew", what).isEqualTo(before);
        assertClean(deep());
    }

    Map<String, Runnable> readAgain() {
        var again = new LinkedHashMap<String, Runnable>();
        again.put("pictures", () -> commitStart(AuditTopics.INGEST, TOPICS.frames()));
        again.put("claims to detect", () -> commitStart(AuditTopics.DETECT, TOPICS.claims()));
        for (var topic : TOPICS.sunk()) {
            again.put(
                    topic,
                    () -> database.change(
                            "delete from sink_offset where consumer_group = '" + TOPICS.sinkGroup(topic) + "'"));
        }
        return again;
    }

    private void commitStart(String group, String topic) {
        for (int number = 0; number < PaperBroker.PARTITIONS; number++) {
            pipeline.commit(group, new TopicPartition(topic, number), 0);
        }
    }

    String totals() {
        return database.text("select 'frames ' || sum(frames) || ', serving ' || sum(serving) || ', detections '"
                + " || sum(detections) || ', of records ' || (select coalesce(sum(frames), 0) from origin_count)"
                + " || ', there ' || concat_ws(' ', (select count(*) from frame), (select count(*) from inference),"
                + " (select count(*) from detection), (select count(*) from image)) from sink_day");
    }

    Tally retain(Dropped dropped, Duration after) throws SQLException {
        var clock = Clock.fixed(Samples.NOON.plus(after), ZoneOffset.UTC);
        return new Retention(new Turn(database.dataSource()), dropped.rules, clock)
                .run()
                .orElseThrow();
    }
}
