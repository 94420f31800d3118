package io.sightline.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.PermanentFailure;
import io.sightline.security.SourceRule;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectionQueryTest {
    private static final String FRAME = "0190f6a0-5b7c-7e11-9a38-2f4c5f0e3a77";

    @Test
    void readsOneRowMoreThanThePageToKnowWhetherAnotherFollows() {
        assertThat(query("camera-1", 100, Optional.empty()).sqlParameters(SourceRule.EVERY))
                .containsEntry("rows", 101)
                .containsEntry("everySource", true)
                .containsEntry("afterTime", "infinity");
    }

    @Test
    void carriesTheCallersSourcesIntoTheSql() {
        var parameters = query("camera-2", 100, Optional.empty()).sqlParameters(SourceRule.only(Set.of("camera-1")));

        assertThat(parameters).containsEntry("everySource", false);
        assertThat((String[]) parameters.get("sources")).containsExactly("camera-1");
    }

    @Test
    void goesOnWhereACursorEnds() {
        var hash = query("camera-1", 100, Optional.empty()).filterHash();
        var cursor = new PageCursor("2026-11-01T08:00:00.123456Z", FRAME, 7, 3).encode(hash);

        assertThat(query("camera-1", 10, Optional.of(cursor)).sqlParameters(SourceRule.EVERY))
                .containsEntry("afterTime", "2026-11-01T08:00:00.123456Z")
                .containsEntry("afterFrame", FRAME)
                .containsEntry("afterModel", 7L)
                .containsEntry("afterOrdinal", 3);
    }

    @Test
    void refusesTheCursorOfOtherFilters() {
        var hash = query("camera-1", 100, Optional.empty()).filterHash();
        var cursor = Optional.of(new PageCursor("2026-11-01T08:00:00Z", FRAME, 7, 3).encode(hash));

        assertThatThrownBy(() -> query("camera-2", 100, cursor).sqlParameters(SourceRule.EVERY))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("other filters");
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
        var hash = query("camera-1", 100, Optional.empty()).filterHash();
        var cursor = Optional.of(new PageCursor(time, FRAME, 7, 3).encode(hash));

        assertThatThrownBy(() -> query("camera-1", 100, cursor).sqlParameters(SourceRule.EVERY))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("cursor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "MSAyIDMgNCA1IDY", "____", "a.b", "MTIz"})
    void refusesACursorThatIsNoneOfOurs(String cursor) {
        assertThatThrownBy(() -> query("camera-1", 100, Optional.of(cursor)).sqlParameters(SourceRule.EVERY))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("cursor");
    }

    private static DetectionQuery query(String source, int limit, Optional<String> cursor) {
        return new DetectionQuery(
                Optional.of(source),
                Optional.empty(),
                new TimeRange(Optional.of(Instant.parse("2026-11-01T00:00:00Z")), Optional.empty()),
                OptionalDouble.empty(),
                limit,
                cursor);
    }
}
