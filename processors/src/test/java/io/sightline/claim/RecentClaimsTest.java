package io.sightline.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RecentClaimsTest {
    private Instant now = Instant.parse("2026-11-01T08:00:00Z");
    private final RecentClaims claims = new RecentClaims(2, Duration.ofMinutes(1), new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void believesWhatWasFoundForAMinute() {
        claims.add("a");

        now = now.plusSeconds(59);
        assertThat(claims.contains("a")).isTrue();
        assertThat(claims.contains("b")).isFalse();

        now = now.plusSeconds(1);
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
