package io.sightline.upkeep;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SweepRulesTest {
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void aGraceInWhichNoFrameCouldArriveIsRefused() {
        assertThatThrownBy(() -> new SweepRules(DAY, Duration.ofMinutes(59), DAY, true, 10))
                .hasMessageContaining("the grace must be at least 1 hour, was 3540 s");
        assertThatThrownBy(() -> new SweepRules(DAY, DAY, DAY.negated(), true, 10))
                .hasMessageContaining("the reclaimed grace must be at least 1 hour");
        assertThatThrownBy(() -> new SweepRules(DAY, DAY, DAY, true, 0)).hasMessageContaining("page size");
        assertThatCode(() -> new SweepRules(DAY, Duration.ofHours(1), Duration.ofHours(1), false, 1))
                .doesNotThrowAnyException();
    }
}
