package io.sightline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionRulesTest {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration YEAR = Duration.ofDays(365);

    @Test
    void childrenEndBeforeTheirParents() {
        assertThat(new RetentionRules(YEAR, YEAR, MONTH, null, true).tables().keySet())
                .containsExactly("detection", "inference", "frame");
        assertThat(new RetentionRules(null, null, MONTH, YEAR, true).tables()).containsOnlyKeys("detection");
        assertThat(new RetentionRules(null, null, null, null, true).tables()).isEmpty();
    }

    @Test
    void rowsThatWouldLeadToNoPictureAreRefused() {
        assertThatThrownBy(() -> new RetentionRules(MONTH, YEAR, MONTH, null, true))
                .hasMessageContaining("inferences must not be kept longer than frames (30 days), was 365 days");
        assertThatThrownBy(() -> new RetentionRules(MONTH, MONTH, null, null, true))
                .hasMessageContaining("detections must not be kept longer than inferences (30 days), was for ever");
        assertThatThrownBy(() -> new RetentionRules(MONTH, null, MONTH, null, true))
                .hasMessageContaining("inferences must not be kept longer than frames");
    }

    @Test
    void aTimeThatWouldDropWhatHasJustComeIsRefused() {
        assertThatThrownBy(() -> new RetentionRules(null, null, Duration.ofHours(-1), null, true))
                .hasMessageContaining("detections must be kept for at least 1 day, was -3600 s");
    }
}
