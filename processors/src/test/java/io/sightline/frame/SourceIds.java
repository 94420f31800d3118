package io.sightline.frame;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Names that each way in takes alike, and names that none takes. */
public final class SourceIds {
    private SourceIds() {}

    public static Stream<String> valid() {
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
                // A joiner that Persian is not written without, one of emoji, marks of direction, an override.
                "می\u200Cروم",
                "\uD83D\uDC68\u200D\uD83D\uDD27 1",
                "\u200Fשער 4\u200E",
                "gate \u202E4");
    }

    /** Names with a word of the reason. */
    public static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("", "is empty"),
                Arguments.of("  ", "is empty"),
                Arguments.of("c".repeat(201), "ccc... has more than 200 characters"),
                Arguments.of("camera\u0000", "camera\\u0000 holds a control character"),
                Arguments.of("camera\n1", "camera\\u000a1 holds a control character"),
                Arguments.of("camera\u0085", "control character"),
                Arguments.of("camera\uD83D", "unpaired surrogate"),
                Arguments.of("camera\u2028", "control character"),
                Arguments.of("*", "stands for every source"),
                Arguments.of("../../x", "../../x has a part . or .. as paths have"),
                Arguments.of("a/../b", "a part . or .. as paths have"),
                Arguments.of("a\\..", "a part . or .. as paths have"),
                Arguments.of("./a", "a part . or .. as paths have"),
                Arguments.of("..", "a part . or .. as paths have"));
    }
}
