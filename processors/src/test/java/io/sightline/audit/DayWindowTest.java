package io.sightline.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.Samples;
import io.sightline.failure.PermanentFailure;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DayWindowTest {
    @ParameterizedTest
    @CsvSource({
        "2026-02-01T00:00:00Z, 2026-02-03T00:00:00Z, 2026-02-01, 2026-02-03, false",
        "2026-02-01T00:00:01Z, 2026-02-03T00:00:00Z, 2026-02-01, 2026-02-03, true",
        "2026-02-01T00:00:00Z, 2026-02-03T00:00:01Z, 2026-02-01, 2026-02-04, true",
        "2026-02-01T10:00:00Z, 2026-02-01T11:00:00Z, 2026-02-01, 2026-02-02, true",
        "2026-02-01T00:00:00Z, , 2026-02-01, 2026-03-02, false",
        ", 2026-02-03T00:00:00Z, 2026-01-27, 2026-02-03, false",
        ", , 2026-02-23, 2026-03-02, false"
    })
    void holdsWholeDays(Instant since, Instant until, LocalDate first, LocalDate end, boolean widened) {
        assertThat(DayWindow.of(Optional.ofNullable(since), Optional.ofNullable(until), 7, Samples.NOON))
                .isEqualTo(new DayWindow(first, end, widened));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-03T00:00:00Z", "2026-02-02T10:00:00Z"})
    void refusesOneThatHoldsNoTime(Instant until) {
        var since = Optional.of(Instant.parse("2026-02-03T00:00:00Z"));

        assertThatThrownBy(() -> DayWindow.of(since, Optional.of(until), 7, Samples.NOON))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("since must be before until");
    }

    @ParameterizedTest
    @CsvSource({
        ", 0001-01-03T00:00:00Z",
        "0000-01-03T00:00:00Z, ",
        "2026-02-03T00:00:00Z, +10000-01-01T00:00:00Z",
        "-1000000000-01-01T00:00:00Z, ",
        ", +1000000000-12-31T00:00:00Z"
    })
    void refusesYearsThatPostgresqlDoesNotRead(Instant since, Instant until) {
        assertThatThrownBy(() -> DayWindow.of(Optional.ofNullable(since), Optional.ofNullable(until), 7, Samples.NOON))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("must be in the years from 1 to 9998");
    }

    @Test
    void aGapStandsUntilALaterCountHeldItsDay() {
        var early = audit("2026-02-01", "2026-02-05", "2026-02-02", "2026-02-04");
        var late = audit("2026-02-03", "2026-02-06", "2026-02-05");

        assertThat(RowAudits.standing(List.of(late, early)))
                .extracting(Gap::day)
                .containsExactly("2026-02-05", "2026-02-02");
    }

    private static RowAudit audit(String since, String until, String... days) {
        var gaps = List.of(days).stream()
                .map(day -> new Gap("frame-rows", null, day, 2L, 1L, 1L, List.of(), "gone"))
                .toList();
        return new RowAudit(
                Samples.NOON, new DayWindow(LocalDate.parse(since), LocalDate.parse(until), false), 1, gaps);
    }
}
