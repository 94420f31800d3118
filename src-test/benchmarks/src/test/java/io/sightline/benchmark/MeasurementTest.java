package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    /** 100 ms per frame on two cores: the limit is 20 per second. */
    private static Round round(double pipelineSeconds) {
        return new Round(
                200,
                2,
                Duration.ofMillis(11_000),
                Duration.ofSeconds(4),
                Duration.ofSeconds(16),
                Duration.ofMillis(Math.round(pipelineSeconds * 1000)),
                Duration.ofSeconds(18));
    }

    @Test
    void comparesThePipelineWithCoresByDecodeAndInfer() {
        // When
        var round = round(12.5);
        // Then
        assertThat(round.limit()).isCloseTo(20, within(1e-9));
        assertThat(round.loopRate()).isCloseTo(200 / 11.0, within(1e-9));
        assertThat(round.pipelineRate()).isCloseTo(16, within(1e-9));
        assertThat(round.share()).isCloseTo(0.8, within(1e-9));
        assertThat(round.engineUse()).isCloseTo(0.72, within(1e-9));
    }

    @Test
    void takesTheMiddleRoundAndNamesBothEnds() {
        assertThat(measurement(round(12.5), round(20), round(10)).median(Round::share))
                .isCloseTo(0.8, within(1e-9));
        assertThat(measurement(round(12.5), round(10)).median(Round::share)).isCloseTo(0.9, within(1e-9));
    }

    @Test
    void printsARowPerRoundAndTheMedian() {
        // When
        var table = measurement(round(12.5), round(10)).table();
        // Then
        assertThat(table).hasSize(4);
        assertThat(table.get(1))
                .startsWith("1 ")
                .contains("20.0 /s", "18.2 /s", "16.0 /s")
                .endsWith("0.80       0.72");
        assertThat(table.get(3)).startsWith("median").endsWith("0.90       0.81");
    }

    @Test
    void writesARowForTheCommittedResults() {
        assertThat(measurement(round(12.5), round(12.5), round(10)).markdownRow())
                .isEqualTo(
                        "| 2026-11-25 | abc1234 | Some CPU, 2 cores, Linux amd64, Java 17 | 3 x 200 | 20.0 | 18.2 | 16.0 | **0.80** (0.80 to 1.00) |");
    }

    @Test
    void refusesToJudgeByNothing() {
        assertThatThrownBy(MeasurementTest::measurement).isInstanceOf(IllegalArgumentException.class);
    }

    private static Measurement measurement(Round... rounds) {
        return new Measurement(
                new Machine("Some CPU", 2, "Linux amd64", "Java 17"),
                LocalDate.of(2026, 11, 25),
                "abc1234",
                "mvn verify",
                List.of(rounds));
    }
}
