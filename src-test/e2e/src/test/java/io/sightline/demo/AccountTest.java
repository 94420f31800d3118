package io.sightline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccountTest {
    private static final SentFrame FIRST = new SentFrame(0, "camera-1", "one.jpg", new RecordPlace(0, 10));
    private static final SentFrame SECOND = new SentFrame(1, "camera-2", "two.jpg", new RecordPlace(1, 20));

    @Test
    void balancesWhenEachFrameIsInferredOrDeadLettered() {
        // When
        var account = account(outcome(1, 1, 0), outcome(0, 0, 1));
        // Then
        assertThat(account).isEqualTo(new Account(2, 2, 1, 1, List.of(), List.of()));
        assertThat(account.balances()).isTrue();
    }

    @Test
    void hasAGapForAFrameThatLeftNoTrace() {
        // When
        var account = account(outcome(1, 1, 0), Outcome.NONE);
        // Then
        assertThat(account).isEqualTo(new Account(2, 1, 1, 0, List.of(SECOND), List.of()));
        assertThat(account.balances()).isFalse();
    }

    @Test
    void hasAGapForAFrameThatWasReceivedAndNeverInferred() {
        // When
        var account = account(outcome(1, 1, 0), outcome(1, 0, 0));
        // Then
        assertThat(account).isEqualTo(new Account(2, 2, 1, 0, List.of(SECOND), List.of()));
        assertThat(account.balances()).isFalse();
    }

    @Test
    void doesNotBalanceWhenAFrameHasTwoRows() {
        // When
        var account = account(outcome(1, 2, 0), outcome(2, 1, 0));
        // Then
        assertThat(account.doubles()).containsExactly(FIRST, SECOND);
        assertThat(account.balances()).isFalse();
    }

    @Test
    void countsAnInferenceAndADeadLetterOfOneFrameAsADouble() {
        // When
        var account = account(outcome(1, 1, 1), outcome(1, 1, 0));
        // Then
        assertThat(account.doubles()).containsExactly(FIRST);
        assertThat(account.balances()).isFalse();
    }

    private static Account account(Outcome first, Outcome second) {
        return Account.of(List.of(FIRST, SECOND), Map.of(FIRST.place(), first, SECOND.place(), second));
    }

    private static Outcome outcome(int frames, int inferences, int deadLetters) {
        return new Outcome(frames, inferences, deadLetters, StageTimes.NONE, List.of(), Optional.empty());
    }
}
