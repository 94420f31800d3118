package io.sightline.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which findings of earlier counts stand. */
@ExtendWith(PostgresServer.class)
class RowAuditsTest {
    private static final DayWindow WEEK = days("2026-02-22", "2026-03-01");

    private TestDatabase database;

    @BeforeEach
    void open(TestDatabase fresh) {
        database = fresh;
    }

    @Test
    void aCountThatBeganEarlierAndEndedLaterErasesNothing() throws SQLException {
        add(Samples.NOON, WEEK, "2026-02-25");
        add(Samples.NOON.minusSeconds(600), WEEK);

        assertThat(standing()).containsExactly("2026-02-25");
    }

    @Test
    void ofCountsOfOneMomentTheOneThatWasWrittenLastCounts() throws SQLException {
        add(Samples.NOON, WEEK, "2026-02-25");
        add(Samples.NOON, WEEK);

        assertThat(standing()).isEmpty();
    }

    @Test
    void aFindingStandsHoweverManyCountsOfOtherDaysFollow() throws SQLException {
        // Given
        add(Samples.NOON, days("2026-01-01", "2026-01-03"), "2026-01-01", "2026-01-02");
        add(Samples.NOON.plusSeconds(1), days("2026-01-02", "2026-01-03"));
        // When
        for (int i = 2; i < 110; i++) {
            add(Samples.NOON.plusSeconds(i), WEEK);
        }
        // Then
        assertThat(standing()).containsExactly("2026-01-01");
        assertThat(database.number("select count(*) from audit_result")).isEqualTo(101);
        // When
        add(Samples.NOON.plusSeconds(110), days("2026-01-01", "2026-01-02"));
        // Then
        assertThat(standing()).isEmpty();
        assertThat(database.number("select count(*) from audit_result")).isEqualTo(100);
    }

    private void add(Instant begun, DayWindow window, String... days) throws SQLException {
        var gaps = Stream.of(days)
                .map(day -> new Gap("frame-rows", null, day, 2L, 1L, 1L, List.of(), "gone"))
                .toList();
        try (var connection = database.dataSource().getConnection()) {
            RowAudits.add(connection, new RowAudit(begun, window, 1, gaps));
        }
    }

    private List<String> standing() throws SQLException {
        try (var connection = database.dataSource().getConnection()) {
            return RowAudits.standing(RowAudits.all(connection)).stream()
                    .map(Gap::day)
                    .toList();
        }
    }

    private static DayWindow days(String since, String until) {
        return new DayWindow(LocalDate.parse(since), LocalDate.parse(until), false);
    }
}
