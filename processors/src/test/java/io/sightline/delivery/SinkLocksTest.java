package io.sightline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.claim.ClaimNaming;
import io.sightline.delivery.DeadLetterFactory.Casualty;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** In which order the sink takes its locks, and how long it waits for them. */
@ExtendWith(PostgresServer.class)
class SinkLocksTest {
    private static final TopicPartition PARTITION = new TopicPartition("rows", 0);

    private final List<String> seen = new ArrayList<>();

    @Test
    void monthsComeBeforeTheLockThatRowsOfOtherMonthsWaitFor(TestDatabase database) throws SQLException {
        var offsets = new SinkOffsets(database.dataSource(), "group");

        new SinkTransaction<>(database.dataSource(), offsets, new Watch())
                .commit(List.of(letter(0), row(1)), List.of());

        assertThat(seen).containsExactly("hold with 0 locks", "insert with 1 locks, 20s");
    }

    @Test
    void withoutALetterTheRowsHoldTheirMonthsThemselves(TestDatabase database) throws SQLException {
        var offsets = new SinkOffsets(database.dataSource(), "group");

        new SinkTransaction<>(database.dataSource(), offsets, new Watch()).commit(List.of(row(0), row(1)), List.of());

        assertThat(seen).containsExactly("insert with 0 locks, 20s");
    }

    private static Entry<String> row(long offset) {
        return new Entry.Row<>(SinkBench.record(PARTITION, offset), "row " + offset);
    }

    private static Entry<String> letter(long offset) {
        var letters =
                new DeadLetterFactory(new ClaimNaming("sightline"), Clock.fixed(Samples.NOON, ZoneOffset.UTC), "1.2.3");
        var record = SinkBench.record(PARTITION, offset);
        var letter = letters.write(
                new Casualty(record, Optional.of(new UUID(1, 2)), Optional.empty(), 1, "sink", "sink-claims"),
                new PermanentFailure(FailureCode.CONSTRAINT_VIOLATION, "refused"));
        return new Entry.Letter<>(record, letter, Optional.empty());
    }

    /** Writes down what the transaction holds. */
    private final class Watch implements Table<String> {
        @Override
        public void hold(Connection connection, List<String> rows) throws SQLException {
            seen.add("hold with " + ask(connection, LOCKS) + " locks");
        }

        @Override
        public List<String> insert(Connection connection, List<String> rows) throws SQLException {
            seen.add("insert with " + ask(connection, LOCKS) + " locks, " + ask(connection, "show lock_timeout"));
            return rows;
        }

        @Override
        public String madeBy() {
            return "";
        }

        private static final String LOCKS =
                "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()";

        private static String ask(Connection connection, String sql) throws SQLException {
            try (var statement = connection.createStatement();
                    var answer = statement.executeQuery(sql)) {
                answer.next();
                return answer.getString(1);
            }
        }
    }
}
