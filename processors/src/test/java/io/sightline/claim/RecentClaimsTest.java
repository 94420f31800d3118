package io.sightline.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentClaimsTest {
    private final TestClock clock = new TestClock();
    private final RecentClaims claims = new RecentClaims(2, Duration.ofMinutes(1), clock);

    @Test
    void believesWhatWasFoundForAMinute() {
        claims.add("a");

        clock.advance(Duration.ofSeconds(59));
        assertThat(claims.contains("a")).isTrue();
        assertThat(claims.contains("b")).isFalse();

        clock.advance(Duration.ofSeconds(1));
        assertThat(claims.contains("a")).isFalse();
    }

    @Test
    void forgetsWhatWasFoundFirst() {
        claims.add("a");
        claims.add("b");
        claims.add("a");

        claims.add("c");

        assertThat(claims.contains("a")).isTrue();
        assertThat(claims.contains("b")).isFalse();
        assertThat(claims.contains("c")).isTrue();
    }
}
