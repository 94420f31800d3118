package io.sightline.audit;

import static io.sightline.audit.PaperPipeline.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.upkeep.RetentionRules;
import io.sightline.upkeep.Tally;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** A pipeline whose rows retention drops, and whose records are read again. */
abstract class RetentionTestSupport extends AuditTestSupport {
    PaperRetention retention;

    @BeforeEach
    void retention() {
        retention = new PaperRetention(database, pipeline);
    }

    enum Dropped {
        INFERENCES(PaperRetention.INFERENCES_ALONE),
        FRAMES_TOO(PaperRetention.FRAMES_TOO);

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
        again.put("pictures", () -> retention.commitStart(AuditTopics.INGEST, TOPICS.frames()));
        again.put("claims to detect", () -> retention.commitStart(AuditTopics.DETECT, TOPICS.claims()));
        for (var topic : TOPICS.sunk()) {
            again.put(
                    topic,
                    () -> database.change(
                            "delete from sink_offset where consumer_group = '" + TOPICS.sinkGroup(topic) + "'"));
        }
        return again;
    }

    String totals() {
        return retention.totals();
    }

    Tally retain(Dropped dropped, Duration after) throws SQLException {
        return retention.run(dropped.rules, after);
    }
}
