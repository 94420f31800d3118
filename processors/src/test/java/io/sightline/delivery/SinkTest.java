package io.sightline.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinkTest {
    private final RecordingDatabase database = new RecordingDatabase();

    @Test
    void storesABatchInOneTransaction() {
        var outcome = sink(new NumberTable(Set.of())).store(numbers(500));

        assertThat(outcome).isEqualTo(new Sink.Outcome<>(500, 0, List.of()));
        assertThat(database.log).containsExactly("begin", "autocommit false", "commit", "close");
    }

    @Test
    void countsWhatWasThereBefore() {
        var sink = sink(new NumberTable(Set.of()));
        sink.store(numbers(20));

        assertThat(sink.store(numbers(30))).isEqualTo(new Sink.Outcome<>(10, 20, List.of()));
    }

    @Test
    void opensNoTransactionForNothing() {
        assertThat(sink(new NumberTable(Set.of())).store(List.of())).isEqualTo(new Sink.Outcome<>(0, 0, List.of()));
        assertThat(database.log).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 249, 250, 377, 499})
    void storesTheNeighboursOfARowThatIsRefused(int bad) {
        var table = new NumberTable(Set.of(bad));

        var outcome = sink(table).store(numbers(500));

        assertThat(outcome.stored()).isEqualTo(499);
        assertThat(outcome.refused()).hasSize(1).first().satisfies(refused -> {
            assertThat(refused.row()).isEqualTo(bad);
            assertThat(refused.failure().code()).isEqualTo(FailureCode.CONSTRAINT_VIOLATION);
        });
        assertThat(table.stored).hasSize(499).doesNotContain(bad);
        // 2 * log2(500) + 2
        assertThat(database.transactions()).isLessThanOrEqualTo(20);
    }

    @Test
    void handsEveryRefusedRowBackInTheOrderOfTheBatch() {
        var outcome = sink(new NumberTable(Set.of(3, 4, 90))).store(numbers(100));

        assertThat(outcome.refused()).extracting(Sink.Refused::row).containsExactly(3, 4, 90);
        assertThat(outcome.stored()).isEqualTo(97);
    }

    @Test
    void outageFailsTheBatchAndLeavesNothingBehind() {
        var sink = sink((connection, rows) -> {
            throw new SQLException("terminating connection", "57P01");
        });

        assertThatThrownBy(() -> sink.store(numbers(500)))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("terminating connection");
        assertThat(database.log).containsExactly("begin", "autocommit false", "rollback", "close");
    }

    @Test
    void faultOfOurOwnRollsBackAndPasses() {
        var sink = sink((connection, rows) -> {
            throw new IllegalStateException("bug");
        });

        assertThatThrownBy(() -> sink.store(numbers(2))).isInstanceOf(IllegalStateException.class);
        assertThat(database.log).endsWith("rollback", "close");
    }

    private Sink<Integer> sink(Table<Integer> table) {
        return new Sink<>(database.dataSource(), table, new FailureClassifier());
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /** Takes all numbers but some; a statement with one of those stores none. */
    private static final class NumberTable implements Table<Integer> {
        private final Set<Integer> refused;
        private final Set<Integer> stored = new HashSet<>();

        NumberTable(Set<Integer> refused) {
            this.refused = refused;
        }

        @Override
        public int insert(Connection connection, List<Integer> rows) throws SQLException {
            if (rows.stream().anyMatch(refused::contains)) {
                throw new SQLException("value out of range", "22003");
            }
            int before = stored.size();
            stored.addAll(rows);
            return stored.size() - before;
        }
    }
}
