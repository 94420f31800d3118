package io.sightline.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.Dependency;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import io.sightline.gate.GateState.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GatesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Timeline time = new Timeline();
    private final List<Duration> probed = new ArrayList<>();
    private boolean away = true;
    private final Gates gates = new Gates(
            List.of(
                    new Watched(Dependency.S3, this::probe),
                    new Watched(Dependency.POSTGRESQL, () -> {}),
                    new Watched(Dependency.MODEL, "model", this::probe, Optional.of(PATIENCE))),
            time,
            time);

    @Test
    void standsOpenUntilAFailureSaysWhatIsAway() {
        // When
        gates.report(failure(null));
        // Then
        assertThat(gates.firstClosed(List.of(Dependency.values()))).isEmpty();
        assertThat(gates.states()).allMatch(gate -> gate.position() == Position.OPEN && gate.closings() == 0);
    }

    @Test
    void closesTheOneGateAndKeepsTheCause() {
        // When
        gates.report(failure(Dependency.S3));
        // Then
        assertThat(gates.firstClosed(List.of(Dependency.POSTGRESQL, Dependency.S3)))
                .hasValue(Dependency.S3);
        assertThat(gates.isOpen(Dependency.POSTGRESQL)).isTrue();
        assertThat(state(Dependency.S3))
                .isEqualTo(new GateState(
                        Dependency.S3, "S3 object storage", Position.CLOSED, time.instant(), "refused", 1));
    }

    @Test
    void opensAtTheFirstProbeThatSucceedsAndAsksNoMore() {
        // Given
        gates.report(failure(Dependency.S3));
        time.pass(Duration.ofMinutes(10));
        var whileAway = gates.isOpen(Dependency.S3);
        // When
        away = false;
        time.pass(Duration.ofSeconds(5));
        // Then
        assertThat(whileAway).isFalse();
        assertThat(gates.isOpen(Dependency.S3)).isTrue();
        assertThat(time.planned()).isZero();
    }

    @Test
    void asksLaterEachTimeAndAtLeastEveryFiveSeconds() {
        // Given
        var start = time.instant();
        gates.report(failure(Dependency.S3));
        // When
        time.pass(Duration.ofSeconds(20));
        // Then
        assertThat(probed)
                .startsWith(
                        Duration.ofMillis(250),
                        Duration.ofMillis(750),
                        Duration.ofMillis(1_750),
                        Duration.ofMillis(3_750),
                        Duration.ofMillis(7_750),
                        Duration.ofMillis(12_750));
        assertThat(Duration.between(start, time.instant())).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void manyFailuresOfOneOutageAreOneClosingAndOneProbeAtATime() {
        // When
        for (int i = 0; i < 50; i++) {
            gates.report(failure(Dependency.S3));
        }
        // Then
        assertThat(gates.closings(Dependency.S3)).isOne();
        assertThat(time.planned()).isOne();
    }

    @Test
    void closedAgainSoonItGoesOnWaitingWhereItWas() {
        // Given
        gates.report(failure(Dependency.S3));
        time.pass(Duration.ofMillis(3_750));
        away = false;
        time.pass(Duration.ofSeconds(5));
        assertThat(gates.isOpen(Dependency.S3)).isTrue();
        // When
        gates.report(failure(Dependency.S3));
        time.pass(Duration.ofMillis(4_999));
        var early = gates.isOpen(Dependency.S3);
        time.pass(Duration.ofMillis(1));
        // Then
        assertThat(early).isFalse();
        assertThat(gates.isOpen(Dependency.S3)).isTrue();
        assertThat(gates.closings(Dependency.S3)).isEqualTo(2);
    }

    @Test
    void closedAgainMuchLaterItIsAskedForAtOnce() {
        // Given
        gates.report(failure(Dependency.S3));
        time.pass(Duration.ofSeconds(30));
        away = false;
        time.pass(Duration.ofMinutes(5));
        // When
        gates.report(failure(Dependency.S3));
        time.pass(Duration.ofMillis(250));
        // Then
        assertThat(gates.isOpen(Dependency.S3)).isTrue();
    }

    @Test
    void aProbeThatBreaksIsNotTheLastOne() {
        // Given
        var fragile = new Gates(
                List.of(new Watched(Dependency.S3, () -> {
                    probe();
                    throw new StackOverflowError();
                })),
                time,
                time);
        fragile.report(failure(Dependency.S3));
        away = false;
        // When
        assertThatThrownBy(() -> time.pass(Duration.ofSeconds(1))).isInstanceOf(StackOverflowError.class);
        // Then
        assertThat(time.planned()).isOne();
        assertThat(fragile.isOpen(Dependency.S3)).isFalse();
    }

    @Test
    void whatIsWaitedForInVainPassesUntilItIsBack() {
        // Given
        gates.report(failure(Dependency.MODEL));
        time.pass(PATIENCE.minusSeconds(1));
        assertThat(gates.isOpen(Dependency.MODEL)).isFalse();
        // When
        time.pass(Duration.ofSeconds(6));
        gates.report(failure(Dependency.MODEL));
        // Then
        assertThat(gates.isOpen(Dependency.MODEL)).isTrue();
        assertThat(gates.hasGivenUp(Dependency.MODEL)).isTrue();
        assertThat(gates.hasGivenUp(Dependency.S3)).isFalse();
        away = false;
        time.pass(Duration.ofSeconds(5));
        assertThat(gates.hasGivenUp(Dependency.MODEL)).isFalse();
        assertThat(time.planned()).isZero();
    }

    @Test
    void asksNobodyOnceItIsEnded() {
        // Given
        gates.report(failure(Dependency.S3));
        // When
        gates.close();
        gates.report(failure(Dependency.POSTGRESQL));
        time.pass(Duration.ofMinutes(1));
        // Then
        assertThat(time.planned()).isZero();
        assertThat(gates.isOpen(Dependency.POSTGRESQL)).isTrue();
    }

    @Test
    void aLongCauseIsCutAndHarmlessForLogs() {
        // When
        gates.report(new TransientFailure(
                FailureCode.DEPENDENCY_UNAVAILABLE, "line\nbreak " + "x".repeat(500), null, Dependency.S3));
        // Then
        assertThat(state(Dependency.S3).cause()).startsWith("line\\u000abreak").hasSizeLessThan(310);
    }

    private void probe() throws IOException {
        probed.add(Duration.between(state(Dependency.S3).since(), time.instant()));
        if (away) {
            throw new IOException("still away");
        }
    }

    private GateState state(Dependency dependency) {
        return gates.states().stream()
                .filter(gate -> gate.dependency() == dependency)
                .findFirst()
                .orElseThrow();
    }

    private static TransientFailure failure(@Nullable Dependency away) {
        return new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "refused", null, away);
    }
}
