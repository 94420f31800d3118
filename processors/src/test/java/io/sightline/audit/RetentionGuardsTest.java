package io.sightline.audit;

import static io.sightline.audit.PaperPipeline.TOPICS;
import static io.sightline.audit.PaperRetention.FRAMES_TOO;
import static io.sightline.audit.PaperRetention.ONE_MONTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.upkeep.RetentionRules;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What retention leaves where it is, for now. */
class RetentionGuardsTest extends RetentionTestSupport {
    private static final RetentionRules DETECTIONS_ALONE =
            new RetentionRules(null, null, Duration.ofDays(20), null, false);

    @BeforeEach
    void fill() {
        send(12);
        pipeline.drain();
    }

    /** By their frames is known which records inferences came of; without them each costs a row for ever. */
    @Test
    void framesStayAsLongAsTheInferencesOfTheirMonth() throws SQLException {
        database.change("create view wanted as select frame_id from inference_2026_02");

        assertThat(retention.run(FRAMES_TOO, ONE_MONTH).number("kept")).isEqualTo(2);

        assertThat(database.number("select count(*) from frame_2026_02")).isEqualTo(8);
        database.change("drop view wanted");
        assertThat(retention.run(FRAMES_TOO, ONE_MONTH).number("frame")).isEqualTo(8);
        assertThat(database.number("select count(*) from dropped_inference")).isZero();
        assertClean(deep());
    }

    @Test
    void framesStayAsLongAsInferencesOfALongerTime() throws SQLException {
        database.change("alter table inference detach partition inference_2026_03");
        database.change("alter table inference detach partition inference_2026_02");
        database.change("alter table inference attach partition inference_2026_02"
                + " for values from ('2026-02-01Z') to ('2026-04-01Z')");

        assertThat(retention.run(FRAMES_TOO, ONE_MONTH).number("kept")).isEqualTo(1);

        assertThat(database.number("select count(*) from frame_2026_02")).isEqualTo(8);
    }

    /** It writes down no more than where the rows lay, of inferences not even that. */
    @Test
    void aProcessOfAFormerVersionDropsNothing() {
        var former =
                "insert into retention_drop (table_name, partition_name, from_time, to_time, row_count, serving_count,"
                        + " first_captured_at, last_captured_at) select 'inference', 'inference_2026_02', '2026-02-01Z'::timestamptz,"
                        + " '2026-03-01Z'::timestamptz, count(*), count(*) filter (where purpose = 'SERVING'), min(captured_at),"
                        + " max(captured_at) from inference_2026_02 returning id, row_count";

        assertThatThrownBy(() -> database.change(former))
                .rootCause()
                .hasMessageContaining("violates check constraint \"dropped_by_a_version_before_v8\"");
    }

    @Test
    void aCountOfRowsSeesNoPartitionGoInTheMiddleOfIt() throws SQLException {
        var kept = new AtomicBoolean();
        try (var connection = database.dataSource().getConnection()) {
            var counted = pipeline.audit()
                    .count(meanwhile(connection, "from detection where", DETECTIONS_ALONE, kept), WINDOW, PATIENCE, "");

            assertThat(kept).isTrue();
            assertThat(counted.gaps()).isEmpty();
        }
        assertThat(retention.run(DETECTIONS_ALONE, ONE_MONTH).number("detection"))
                .isEqualTo(16);
        assertClean(deep());
    }

    /** Frames that are dropped behind its moment would be missing, and taken for those that are. */
    @Test
    void theSearchForWhatIsMissingSeesNoPartitionGoInTheMiddleOfIt() throws SQLException {
        // Given a record that ingest has passed over, and a month that can be dropped
        send(2);
        pipeline.commit(AuditTopics.INGEST, FRAMES, 7);
        pipeline.drain();
        retention.run(PaperRetention.INFERENCES_ALONE, ONE_MONTH);
        var kept = new AtomicBoolean();
        var connections = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (self, method, arguments) ->
                        meanwhile(database.dataSource().getConnection(), "received_at from frame", FRAMES_TOO, kept));
        // When
        var answer = new Audit(connections, pipeline, TOPICS, PaperPipeline.NOON).deep(WINDOW, PATIENCE);
        // Then
        assertThat(kept).isTrue();
        assertThat(only(answer).firstIds()).containsExactly("6");
    }

    /** Runs retention before the first statement of that kind. */
    private Connection meanwhile(Connection connection, String kind, RetentionRules rules, AtomicBoolean kept) {
        var done = new AtomicBoolean();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")
                            && String.valueOf(arguments[0]).contains(kind)
                            && !done.getAndSet(true)) {
                        kept.set(retention.run(rules, ONE_MONTH).number("kept") == 1);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
