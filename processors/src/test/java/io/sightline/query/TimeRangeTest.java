package io.sightline.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeRangeTest {
    /**
     * PostgreSQL would round to the nearest microsecond: a row before {@code since} would be in, one before
     * {@code until} out.
     */
    @Test
    void movesEndsBetweenTwoMicrosecondsToTheLaterOne() {
        // Given
        var parameters = new HashMap<String, Object>();
        // When
        range("2026-11-01T08:00:31.073721001Z", "2026-11-01T08:00:32.000000001Z")
                .putInto(parameters);
        // Then
        assertThat(parameters)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("since", "2026-11-01T08:00:31.073722Z", "until", "2026-11-01T08:00:32.000001Z"));
    }

    @Test
    void leavesMicrosecondsAsTheyAre() {
        var range = range("2026-11-01T08:00:31.073721Z", "2026-11-01T08:00:32Z");

        assertThat(range.interval()).isEqualTo("2026-11-01T08:00:31.073721Z/2026-11-01T08:00:32Z");
    }

    @Test
    void refusesARangeWithoutAMicrosecond() {
        assertThatThrownBy(() -> range("2026-11-01T08:00:00.000000001Z", "2026-11-01T08:00:00.000000999Z"))
                .hasMessageContaining("since must be before until");
    }

    private static TimeRange range(String since, String until) {
        return new TimeRange(Optional.of(Instant.parse(since)), Optional.of(Instant.parse(until)));
    }
}
