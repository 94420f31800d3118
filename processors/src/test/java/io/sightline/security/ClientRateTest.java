package io.sightline.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClientRateTest {
    /** So long that no pause of the machine gives a request back. */
    private final ClientRate rate = new ClientRate(3, Duration.ofHours(3));

    @Test
    void refusesWhatIsBeyondTheLimitAndSaysWhenToComeBack() {
        // Given
        for (int left = 2; left >= 0; left--) {
            var taken = rate.take("client");
            assertThat(taken.permitted()).isTrue();
            assertThat(taken.remaining()).isEqualTo(left);
        }
        // When
        var refused = rate.take("client");
        // Then
        assertThat(refused.permitted()).isFalse();
        assertThat(refused.remaining()).isZero();
        assertThat(refused.next()).isBetween(Duration.ofMinutes(1), Duration.ofHours(1));
        assertThat(refused.reset()).isBetween(Duration.ofHours(2), Duration.ofHours(3));
    }

    @Test
    void countsEachClientByItself() {
        // Given
        for (int i = 0; i < 4; i++) {
            rate.take("busy");
        }
        // When, then
        assertThat(rate.take("other").permitted()).isTrue();
    }
}
