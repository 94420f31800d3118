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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetectionPageQueryTest {
    private static final String FRAME = "0190f6a0-5b7c-7e11-9a38-2f4c5f0e3a77";
    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
    private static final DefaultWindow WEEK = new DefaultWindow(Duration.ofDays(7));
    private static final DetectionFilter ANYTHING = filter("", "", "");

    @Test
    void readsOneRowMoreThanThePageToKnowWhetherAnotherFollows() {
        assertThat(page(filter("camera-1", "", ""), 100).sqlParameters(SourceRule.EVERY, Optional.empty()))
                .containsEntry("rows", 101)
                .containsEntry("everySource", true)
                .containsEntry("afterTime", "infinity");
    }

    @Test
    void carriesTheCallersSourcesIntoTheSql() {
        var parameters = page(filter("camera-2", "", ""), 100)
                .sqlParameters(SourceRule.only(Set.of("camera-1")), Optional.empty());

        assertThat(parameters)
                .containsEntry("everySource", false)
                .containsEntry("source", "camera-2")
                .containsEntry("until", "-infinity");
        assertThat((String[]) parameters.get("sources")).containsExactly("camera-1");
    }

    @Test
    void looksForTheOnlySourceOfACallerAsIfItWereAskedFor() {
        var parameters = page(ANYTHING, 100).sqlParameters(SourceRule.only(Set.of("camera-1")), Optional.empty());

        assertThat(parameters).containsEntry("source", "camera-1").containsEntry("anySource", false);
    }

    @Test
    void asksForOneLabelByEqualityAndForSeveralByMembership() {
        var one = page(filter("", "car", ""), 1).sqlParameters(SourceRule.EVERY, Optional.empty());
        var several = page(filter("", "van,car", ""), 1).sqlParameters(SourceRule.EVERY, Optional.empty());

        assertThat(one)
                .containsEntry("label", "car")
                .containsEntry("anyLabel", false)
                .containsEntry("anyLabels", true);
        assertThat(several).containsEntry("anyLabel", true).containsEntry("anyLabels", false);
        assertThat((String[]) several.get("labels")).containsExactly("car", "van");
    }

    @Test
    void goesOnWhereACursorEnds() {
        var filter = filter("camera-1", "", "");
        var cursor = cursor("2026-11-01T08:00:00.123456Z", filter);

        assertThat(PageQuery.of(filter, 10, Optional.of(cursor)).sqlParameters(SourceRule.EVERY, Optional.empty()))
                .containsEntry("afterTime", "2026-11-01T08:00:00.123456Z")
                .containsEntry("afterFrame", FRAME)
                .containsEntry("afterModel", 7L)
                .containsEntry("afterOrdinal", 3);
    }

    static List<DetectionFilter> others() {
        var none = Optional.<String>empty();
        var model = Optional.of("m");
        var times = new TimeRange(Optional.of(NOW), Optional.empty());
        var anyTime = new TimeRange(Optional.empty(), Optional.empty());
        var region = Optional.of(new Region(0, 0, 0.5, 0.5));
        return List.of(
                filter("camera-2", "", ""),
                filter("car", "", ""),
                filter("", "car", ""),
                filter("", "car,van", ""),
                new DetectionFilter(none, List.of(), model, none, anyTime, scores(), Optional.empty()),
                new DetectionFilter(none, List.of(), none, model, anyTime, scores(), Optional.empty()),
                new DetectionFilter(none, List.of(), none, none, times, scores(), Optional.empty()),
                new DetectionFilter(none, List.of(), none, none, anyTime, scores(0.5), Optional.empty()),
                new DetectionFilter(
                        none,
                        List.of(),
                        none,
                        none,
                        anyTime,
                        new ScoreRange(OptionalDouble.empty(), OptionalDouble.of(0.5)),
                        Optional.empty()),
                new DetectionFilter(none, List.of(), none, none, anyTime, scores(), region));
    }

    @ParameterizedTest
    @MethodSource("others")
    void refusesTheCursorOfOtherFilters(DetectionFilter other) {
        var cursor = Optional.of(cursor("2026-11-01T08:00:00Z", other));

        assertThat(PageQuery.of(other, 10, cursor).after()).isPresent();
        assertThatThrownBy(() -> PageQuery.of(ANYTHING, 10, cursor))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("other filters");
    }

    @Test
    void takesTheSameLabelsInAnotherOrderForTheSameFilter() {
        var cursor = cursor("2026-11-01T08:00:00Z", filter("", "car,van", ""));

        assertThat(PageQuery.of(filter("", "van,car,van", ""), 10, Optional.of(cursor))
                        .after())
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+300000-01-01T00:00:00Z",
                "9999-12-31T23:00:00-05:00",
                "-4800-01-01T00:00:00Z",
                "0000-01-01T00:00:00Z"
            })
    void refusesACursorOfAYearThatNoDatabaseStores(String time) {
        var cursor = Optional.of(cursor(time, ANYTHING));

        assertThatThrownBy(() -> PageQuery.of(ANYTHING, 100, cursor))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("cursor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "MSAyIDMgNCA1IDY", "____", "a.b", "MTIz"})
    void refusesACursorThatIsNoneOfOurs(String cursor) {
        assertThatThrownBy(() -> PageQuery.of(ANYTHING, 100, Optional.of(cursor)))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("cursor");
    }

    @ParameterizedTest
    @CsvSource(
            emptyValue = "",
            value = {
                "'', '', '', '', false",
                "camera-1, '', '', '', false",
                "'', car, '', '', false",
                "'', '', '', camera-1, false",
                "camera-1, '', '', 'camera-1,camera-2', false",
                "'', '', '', 'camera-1,camera-2', true",
                "camera-1, car, '', '', true",
                "'', car, '', camera-1, true",
                "'', 'car,van', '', '', true",
                "camera-1, '', 0.5, '', true",
                "'', '', 0.5, '', true"
            })
    void looksBackOnlySoFarForWhatNoIndexServes(
            String source, String labels, String minScore, String permitted, boolean isWindowed) {
        var rule = permitted.isEmpty() ? SourceRule.EVERY : SourceRule.only(Set.of(permitted.split(",")));

        var window = page(filter(source, labels, minScore), 10).window(rule, WEEK, NOW);

        assertThat(window.flatMap(TimeRange::since))
                .isEqualTo(isWindowed ? Optional.of(Instant.parse("2026-11-13T08:00:00Z")) : Optional.empty());
    }

    @Test
    void looksAtTheTimesThatAreAskedFor() {
        var since = new TimeRange(Optional.of(Instant.parse("2020-01-01T00:00:00Z")), Optional.empty());
        var until = new TimeRange(Optional.empty(), Optional.of(Instant.parse("2026-05-08T00:00:00Z")));
        var first = new TimeRange(Optional.empty(), Optional.of(PageCursor.EARLIEST));

        assertThat(page(scored(since), 10).window(SourceRule.EVERY, WEEK, NOW)).isEmpty();
        assertThat(page(scored(until), 10).window(SourceRule.EVERY, WEEK, NOW))
                .hasValue(new TimeRange(Optional.of(Instant.parse("2026-05-01T00:00:00Z")), until.until()));
        assertThat(page(scored(first), 10).window(SourceRule.EVERY, WEEK, NOW)).isEmpty();
    }

    @Test
    void keepsTheWindowOfTheFirstPageOnAllPages() {
        // Given
        var filter = filter("", "", "0.5");
        var began = Instant.parse("2026-11-13T08:00:00Z");
        var cursor = new PageCursor("2026-11-15T08:00:00Z", FRAME, 7, 3, Optional.of(began)).encode(filter.hash());
        // When
        var page = PageQuery.of(filter, 10, Optional.of(cursor));
        // Then
        var later = page.window(SourceRule.EVERY, WEEK, NOW.plus(Duration.ofHours(1)));
        assertThat(later.flatMap(TimeRange::since)).hasValue(began);
        assertThat(page.sqlParameters(SourceRule.EVERY, later)).containsEntry("since", began.toString());
    }

    @Test
    void refusesScoresThatNoneHas() {
        assertThatThrownBy(() -> new ScoreRange(OptionalDouble.of(0.6), OptionalDouble.of(0.5)))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("minScore must be at most maxScore, was 0.6");
    }

    private static PageQuery<DetectionFilter> page(DetectionFilter filter, int limit) {
        return PageQuery.of(filter, limit, Optional.empty());
    }

    private static String cursor(String time, DetectionFilter filter) {
        return new PageCursor(time, FRAME, 7, 3, Optional.empty()).encode(filter.hash());
    }

    private static DetectionFilter filter(String source, String labels, String minScore) {
        return new DetectionFilter(
                Optional.of(source).filter(text -> !text.isEmpty()),
                labels.isEmpty() ? List.of() : List.of(labels.split(",")),
                Optional.empty(),
                Optional.empty(),
                new TimeRange(Optional.empty(), Optional.empty()),
                minScore.isEmpty() ? scores() : scores(Double.parseDouble(minScore)),
                Optional.empty());
    }

    private static DetectionFilter scored(TimeRange times) {
        return new DetectionFilter(
                Optional.empty(), List.of(), Optional.empty(), Optional.empty(), times, scores(0.5), Optional.empty());
    }

    private static ScoreRange scores() {
        return new ScoreRange(OptionalDouble.empty(), OptionalDouble.empty());
    }

    private static ScoreRange scores(double least) {
        return new ScoreRange(OptionalDouble.of(least), OptionalDouble.empty());
    }
}
