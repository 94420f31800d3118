package io.sightline.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.PermanentFailure;
import io.sightline.security.SourceRule;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeadLetterQueryTest {
    private static final String ID = "0190f6a0-5b7c-7e11-9a38-2f4c5f0e3a77";

    @Test
    void carriesTheCallersSourcesIntoTheSql() {
        var parameters = query("open", Optional.empty()).sqlParameters(SourceRule.only(Set.of("camera-1")));

        assertThat(parameters).containsEntry("everySource", false).containsEntry("anySource", true);
        assertThat((String[]) parameters.get("sources")).containsExactly("camera-1");
    }

    @Test
    void goesOnWhereACursorEnds() {
        var hash = query("open", Optional.empty()).filterHash();
        var cursor = PageCursor.of("2026-11-01T08:00:00.123456Z", ID).encode(hash);

        assertThat(query("open", Optional.of(cursor)).sqlParameters(SourceRule.EVERY))
                .containsEntry("afterTime", "2026-11-01T08:00:00.123456Z")
                .containsEntry("afterId", ID)
                .containsEntry("rows", 11);
    }

    @Test
    void refusesTheCursorOfOtherFilters() {
        var hash = query("open", Optional.empty()).filterHash();
        var cursor = Optional.of(PageCursor.of("2026-11-01T08:00:00Z", ID).encode(hash));

        assertThatThrownBy(() -> query("resolved", cursor).sqlParameters(SourceRule.EVERY))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("other filters");
    }

    private static DeadLetterQuery query(String state, Optional<String> cursor) {
        return new DeadLetterQuery(
                Optional.of(state),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new TimeRange(Optional.empty(), Optional.empty()),
                10,
                cursor);
    }
}
