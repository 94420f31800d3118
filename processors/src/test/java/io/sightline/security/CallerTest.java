package io.sightline.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallerTest {
    private final Caller caller = new Caller(
            "7c1f",
            "sightline-viewer",
            Set.of("detections:read"),
            Set.of("viewer"),
            SourceRule.only(Set.of("camera-1")));

    @Test
    void namesTheMissingScope() {
        assertThatThrownBy(() -> caller.requireScopes(List.of("detections:read", "images:read"), true))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("The access token lacks the scope images:read.");
    }

    @Test
    void isContentWithOneScopeWhenAnyIsEnough() {
        assertThatCode(() -> caller.requireScopes(List.of("detections:read", "images:read"), false))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> caller.requireRoles(List.of("admin", "operator"), false))
                .hasMessage("The access token lacks the role admin or operator.");
    }

    @Test
    void refusesAForeignFrameLikeOneThatDoesNotExist() {
        assertThatThrownBy(() -> caller.sources().requireFrame("f1", "camera-2"))
                .hasMessage(SourceRule.noSuchFrame("f1").getMessage())
                .satisfies(failure ->
                        assertThat(((PermanentFailure) failure).code()).isEqualTo(FailureCode.NOT_FOUND));
    }

    @Test
    void refusesToWriteForAForeignSource() {
        assertThatThrownBy(() -> caller.sources().requireWrite("camera-2"))
                .hasMessageContaining("camera-2")
                .satisfies(failure ->
                        assertThat(((PermanentFailure) failure).code()).isEqualTo(FailureCode.FORBIDDEN));
    }
}
