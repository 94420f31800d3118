package io.sightline.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SourceIdTest {
    @ParameterizedTest
    @MethodSource("valid")
    void takesAnyScript(String id) {
        assertThat(SourceId.check(id)).isSameAs(id);
    }

    static Stream<String> valid() {
        return Stream.of(
                "camera-1",
                "Halle 3/Süd",
                "摄像头",
                "c".repeat(200),
                "\uD83D\uDCF7".repeat(200),
                "**",
                "a*",
                "...",
                "v1.2/cam.3",
                ".cam",
                "می\u200Cروم");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatCannotBeAName(String id, String reason) {
        assertThatThrownBy(() -> SourceId.check(id))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("1 to 200 printable characters")
                .extracting(failure -> ((PermanentFailure) failure).code())
                .isEqualTo(FailureCode.INVALID_SOURCE);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("", "is empty"),
                Arguments.of("  ", "is empty"),
                Arguments.of("c".repeat(201), "has 201 characters"),
                Arguments.of("camera\u0000", "control character"),
                Arguments.of("camera\n1", "control character"),
                Arguments.of("camera\u0085", "control character"),
                Arguments.of("camera\uD83D", "unpaired surrogate"),
                Arguments.of("camera\u2028", "control character"),
                Arguments.of("*", "stands for every source"),
                Arguments.of("../../x", "a part . or .. as paths have"),
                Arguments.of("a/../b", "a part . or .. as paths have"),
                Arguments.of("a\\..", "a part . or .. as paths have"),
                Arguments.of("./a", "a part . or .. as paths have"),
                Arguments.of("..", "a part . or .. as paths have"));
    }
}
