package io.sightline.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureTimeTest {
    private static final Duration CLOCK_AHEAD = Duration.ofMinutes(5);

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T11:59:58Z,               2026-03-01T11:59:58Z",
        "2026-03-01T12:59:58+01:00,          2026-03-01T11:59:58Z",
        "' 2026-03-01T11:59:58Z ',           2026-03-01T11:59:58Z",
        "2026-03-01T11:59:58.123456789Z,     2026-03-01T11:59:58.123456Z",
        "2000-01-01T00:00:00Z,               2000-01-01T00:00:00Z",
        "2026-03-01T12:05:00Z,               2026-03-01T12:05:00Z"
    })
    void believesTheSource(String reported, Instant expected) {
        assertThat(decide(reported)).isEqualTo(new CaptureTime(expected, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1999-12-31T23:59:59.999999Z",
                "2026-03-01T12:05:00.000000001Z",
                "2026-03-01T12:00:00",
                "+999999999-12-31T23:59:59-18:00",
                "-999999999-01-01T00:00:00+18:00",
                "2026-02-30T12:00:00Z",
                "yesterday",
                ""
            })
    void fallsBackToTheRecordAndKeepsWhatWasSaid(String reported) {
        assertThat(decide(reported)).isEqualTo(new CaptureTime(Samples.NOON, Optional.of(reported)));
    }

    @Test
    void nothingSaidIsNothingDisbelieved() {
        assertThat(CaptureTime.decide(Optional.empty(), Samples.NOON, CLOCK_AHEAD))
                .isEqualTo(new CaptureTime(Samples.NOON, Optional.empty()));
    }

    @Test
    void fallbackIsInWholeMicrosecondsToo() {
        assertThat(CaptureTime.decide(Optional.empty(), Samples.NOON.plusNanos(1_999), CLOCK_AHEAD)
                        .instant())
                .isEqualTo(Samples.NOON.plusNanos(1_000));
    }

    private static CaptureTime decide(String reported) {
        return CaptureTime.decide(Optional.of(reported), Samples.NOON, CLOCK_AHEAD);
    }
}
