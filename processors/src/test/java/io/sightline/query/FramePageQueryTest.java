package io.sightline.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.PermanentFailure;
import io.sightline.security.SourceRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FramePageQueryTest {
    private static final String FRAME = "0190f6a0-5b7c-7e11-9a38-2f4c5f0e3a77";
    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
    private static final DefaultWindow WEEK = new DefaultWindow(Duration.ofDays(7));
    private static final TimeRange EVER = new TimeRange(Optional.empty(), Optional.empty());
    private static final FrameFilter ALL = new FrameFilter(Optional.empty(), EVER);
    private static final FrameFilter ONE = new FrameFilter(Optional.of("camera-1"), EVER);

    @Test
    void carriesTheCallersSourcesIntoTheSql() {
        var parameters = page(ONE).sqlParameters(SourceRule.only(Set.of("camera-2")), Optional.empty());

        assertThat(parameters)
                .containsEntry("everySource", false)
                .containsEntry("source", "camera-1")
                .containsEntry("until", "-infinity");
        assertThat((String[]) parameters.get("sources")).containsExactly("camera-2");
    }

    @Test
    void goesOnWhereACursorEndsUnderTheSameFilterOnly() {
        var cursor = Optional.of(
                new PageCursor("2026-11-01T08:00:00.123456Z", FRAME, 0, 0, Optional.empty()).encode(ONE.hash()));

        assertThat(PageQuery.of(ONE, 10, cursor).sqlParameters(SourceRule.EVERY, Optional.empty()))
                .containsEntry("afterTime", "2026-11-01T08:00:00.123456Z")
                .containsEntry("afterFrame", FRAME)
                .containsEntry("rows", 11);
        assertThatThrownBy(() -> PageQuery.of(ALL, 10, cursor))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("other filters");
    }

    @Test
    void hasOtherCursorsThanTheListOfDetections() {
        var detections = new DetectionFilter(
                Optional.of("camera-1"),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                EVER,
                new ScoreRange(OptionalDouble.empty(), OptionalDouble.empty()),
                Optional.empty());

        assertThat(ONE.hash()).isNotEqualTo(detections.hash());
    }

    @Test
    void looksBackOnlySoFarForACallerOfSeveralSources() {
        var several = SourceRule.only(Set.of("camera-1", "camera-2"));

        assertThat(page(ALL).window(several, WEEK, NOW).flatMap(TimeRange::since))
                .hasValue(Instant.parse("2026-11-13T08:00:00Z"));
        assertThat(page(ONE).window(several, WEEK, NOW)).isEmpty();
        assertThat(page(ALL).window(SourceRule.only(Set.of("camera-1")), WEEK, NOW))
                .isEmpty();
        assertThat(page(ALL).window(SourceRule.EVERY, WEEK, NOW)).isEmpty();
    }

    private static PageQuery<FrameFilter> page(FrameFilter filter) {
        return PageQuery.of(filter, 10, Optional.empty());
    }
}
