package io.sightline.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureTimeTest {
    private static final String EARLIEST = "2000-01-01T00:00:00Z";

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
        assertThat(decide(reported)).isEqualTo(new CaptureTime(expected, Optional.empty(), Optional.empty()));
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
        assertThat(decide(reported)).isEqualTo(new CaptureTime(Samples.NOON, Optional.of(reported), Optional.empty()));
    }

    @Test
    void nothingSaidIsNothingDisbelieved() {
        assertThat(CaptureTime.decide(Optional.empty(), Samples.NOON))
                .isEqualTo(new CaptureTime(Samples.NOON, Optional.empty(), Optional.empty()));
    }

    @Test
    void fallbackIsInWholeMicrosecondsToo() {
        assertThat(CaptureTime.decide(Optional.empty(), Samples.NOON.plusNanos(1_999))
                        .instant())
                .isEqualTo(Samples.NOON.plusNanos(1_000));
    }

    /** Kafka's -1 is the first of them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1969-12-31T23:59:59.999Z",
                "1970-01-01T00:00:00Z",
                "1999-12-31T23:59:59.999Z",
                "2100-01-01T00:00:00Z",
                "+292278994-08-17T07:12:55.807Z"
            })
    void aTimestampThatCannotBeBelievedIsClampedAndKept(String timestamp) {
        var record = Instant.parse(timestamp);

        assertThat(CaptureTime.decide(Optional.empty(), record))
                .isEqualTo(new CaptureTime(Instant.parse(EARLIEST), Optional.empty(), Optional.of(record)));
        assertThat(CaptureTime.decide(Optional.of("yesterday"), record))
                .isEqualTo(new CaptureTime(Instant.parse(EARLIEST), Optional.of("yesterday"), Optional.of(record)));
    }

    /** Then what the source says is all that is known. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-01T12:00:00Z,        2026-03-01T12:00:00Z",
        "2099-12-31T23:59:59.999999Z, 2099-12-31T23:59:59.999999Z",
        "2000-01-01T00:00:00Z,        2000-01-01T00:00:00Z",
        "2100-01-01T00:00:00Z,",
        "1999-12-31T23:59:59Z,"
    })
    void withoutATimestampTheSourceIsBelievedUpToTheEndOfTheCentury(String reported, @Nullable Instant believed) {
        var expected = believed == null
                ? new CaptureTime(Instant.parse(EARLIEST), Optional.of(reported), Optional.of(Instant.EPOCH))
                : new CaptureTime(believed, Optional.empty(), Optional.empty());

        assertThat(CaptureTime.decide(Optional.of(reported), Instant.EPOCH)).isEqualTo(expected);
    }

    @Test
    void theLastMinutesBeforeTheEndGiveNobodyALeadBeyondIt() {
        var last = Instant.parse("2099-12-31T23:59:00Z");

        assertThat(CaptureTime.decide(Optional.of("2100-01-01T00:00:00Z"), last).instant())
                .isEqualTo(last);
    }

    private static CaptureTime decide(String reported) {
        return CaptureTime.decide(Optional.of(reported), Samples.NOON);
    }
}
