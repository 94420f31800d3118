package io.sightline.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SourceIdTest {
    @ParameterizedTest
    @MethodSource("io.sightline.frame.SourceIds#valid")
    void takesAnyScript(String id) {
        assertThat(SourceId.check(id)).isSameAs(id);
        assertThat(SourceId.isValid(id)).isTrue();
        assertThat(SourceId.filter(Optional.of(id))).hasValue(id);
    }

    @ParameterizedTest
    @MethodSource("io.sightline.frame.SourceIds#refused")
    void refusesWhatCannotBeAName(String id, String reason) {
        assertThat(SourceId.isValid(id)).isFalse();
        assertThatThrownBy(() -> SourceId.check(id))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining(reason)
                .hasMessageEndingWith("; send 1 to 200 characters of any script, without control characters")
                .extracting(failure -> ((PermanentFailure) failure).code())
                .isEqualTo(FailureCode.INVALID_SOURCE);
        assertThatThrownBy(() -> SourceId.filter(Optional.of(id)))
                .hasMessageContaining(reason)
                .extracting(failure -> ((PermanentFailure) failure).code())
                .isEqualTo(FailureCode.INVALID_PARAMETER);
    }

    @Test
    void aQueryNeedsNone() {
        assertThat(SourceId.filter(Optional.empty())).isEmpty();
    }
}
