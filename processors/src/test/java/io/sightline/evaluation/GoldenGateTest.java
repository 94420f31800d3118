package io.sightline.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import io.sightline.claim.Sha256;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoldenGateTest {
    private static final Sha256 SET = Sha256.of(new byte[] {1});
    private static final GoldenGate GATE = new GoldenGate(0.1, 1.5);

    @ParameterizedTest
    @CsvSource({
        "0.7,    0.7, 10, 10, PASSED,",
        "0.9,    0.1, 10, 10, PASSED,",
        "0.6,    0.7, 10, 10, PASSED,",
        "0.7,    0.8, 10, 10, PASSED,",
        "0.5999, 0.7, 10, 10, FAILED, MAP_BELOW_SERVING",
        "0.7,    0.7, 15, 10, PASSED,",
        "0.7,    0.7, 16, 10, FAILED, LATENCY_ABOVE_SERVING",
        "0.1,    0.7, 16, 10, FAILED, MAP_BELOW_SERVING",
        "0.1,    0,   10, 10, PASSED,",
        "0,      0.1, 10, 10, PASSED,",
        "0,      0,   10, 10, FAILED, GOLDEN_SET_UNFIT"
    })
    void holdsTheCandidateAgainstTheServingVersion(
            double candidate,
            double serving,
            long candidateMillis,
            long servingMillis,
            GateVerdict.Outcome outcome,
            GateReason reason) {
        var verdict = GATE.judge(precision(candidate), precision(serving), latency(candidateMillis, servingMillis));

        assertThat(verdict.outcome()).isEqualTo(outcome);
        assertThat(verdict.reason()).isEqualTo(Optional.ofNullable(reason));
    }

    @ParameterizedTest
    @CsvSource({"19, 10, 10, true", "20, 15, 10, false", "20, 16, 10, true", "99, 16, 10, true", "100, 16, 10, false"})
    void asksForMoreRunsWhereOneThatWasHeldUpMayLookSlow(int runs, long candidate, long serving, boolean more) {
        assertThat(GATE.needsMoreRuns(
                        Collections.nCopies(runs, Duration.ofMillis(candidate)),
                        Collections.nCopies(runs, Duration.ofMillis(serving))))
                .isEqualTo(more);
    }

    @Test
    void saysWhatItRestsOn() {
        // When both are worse
        var verdict = GATE.judge(precision(0.25), precision(0.5), latency(40, 20));
        // Then
        assertThat(verdict.text())
                .isEqualTo("golden set " + SET + ": mAP@0.5 of the candidate 0.250000, of the serving version 0.500000,"
                        + " below it by more than the margin of 0.1; latency of the candidate p50 40.000 ms, p95 40.000"
                        + " ms; of the serving version p50 20.000 ms, p95 20.000 ms; 20 runs each, above it by more"
                        + " than the factor of 1.5");
        assertThat(verdict.metrics())
                .containsOnly(
                        entry("candidate.map50", 0.25),
                        entry("serving.map50", 0.5),
                        entry("margin", 0.1),
                        entry("candidate.p50_ms", 40.0),
                        entry("candidate.p95_ms", 40.0),
                        entry("serving.p50_ms", 20.0),
                        entry("serving.p95_ms", 20.0),
                        entry("latency_factor", 1.5),
                        entry("latency_samples", 20.0));
    }

    @Test
    void failsACandidateWhoseOutputIsNotFinite() {
        var verdict = GoldenGate.notFinite(List.of("1.jpg: NaN", "2.jpg: Infinity"));

        assertThat(verdict)
                .isEqualTo(new GateVerdict(
                        GateVerdict.Outcome.FAILED,
                        Optional.of(GateReason.OUTPUT_NOT_FINITE),
                        "the candidate's output is not finite on 2 golden pictures: [1.jpg: NaN, 2.jpg: Infinity]",
                        Map.of("candidate.not_finite", 2.0)));
    }

    @Test
    void failsACandidateThatTheSetDoesNotFit() {
        var verdict = GoldenGate.unfit("golden set set.json: it does not fit");

        assertThat(verdict.outcome()).isEqualTo(GateVerdict.Outcome.FAILED);
        assertThat(verdict.reason()).contains(GateReason.GOLDEN_SET_UNFIT);
        assertThat(verdict.text()).isEqualTo("golden set set.json: it does not fit");
    }

    @Test
    void saysNotGatedRatherThanPassed() {
        var verdict = GoldenGate.notGated("no golden set is configured");

        assertThat(verdict.outcome()).isEqualTo(GateVerdict.Outcome.NOT_GATED);
        assertThat(verdict.reason()).isEmpty();
        assertThat(verdict.text()).isEqualTo("not gated: no golden set is configured");
    }

    @Test
    void refusesFiguresOfDifferentSets() {
        var other = new MeanAveragePrecision(Sha256.of(new byte[] {2}), 0.5, List.of());

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> GATE.judge(precision(0.5), other, latency(1, 1)))
                .withMessageContaining("must be measured on one golden set, were on " + SET + " and ");
    }

    @ParameterizedTest
    @CsvSource({
        "-0.1, 1, 'margin must be within 0..1, was -0.1'",
        "1.1, 1, 'margin must be within 0..1, was 1.1'",
        "NaN, 1, 'margin must be within 0..1, was NaN'",
        "0, 0, 'latencyFactor must be above 0 and finite, was 0.0'",
        "0, Infinity, 'latencyFactor must be above 0 and finite, was Infinity'"
    })
    void refusesBoundsThatAreNone(double margin, double factor, String message) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new GoldenGate(margin, factor))
                .withMessage(message);
    }

    @Test
    void refusesFiguresThatAreNone() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> precision(Double.NaN))
                .withMessage("a mean average precision must be within 0..1, was NaN");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> GoldenGate.notFinite(List.of()))
                .withMessage("an output that is not finite must be named, nothing was");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new GateVerdict(GateVerdict.Outcome.FAILED, Optional.empty(), "worse", Map.of()))
                .withMessage(
                        "a verdict has a reason when it is FAILED, and only then; FAILED came with Optional.empty");
    }

    private static MeanAveragePrecision precision(double value) {
        return new MeanAveragePrecision(SET, value, List.of());
    }

    private static LatencyComparison latency(long candidateMillis, long servingMillis) {
        return new LatencyComparison(
                new LatencyPercentiles(Duration.ofMillis(candidateMillis), Duration.ofMillis(candidateMillis)),
                new LatencyPercentiles(Duration.ofMillis(servingMillis), Duration.ofMillis(servingMillis)),
                20);
    }
}
