package io.sightline.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Expected outlines are those of pyclipper 1.4.0 (PyclipperOffset, JT_ROUND, ET_CLOSEDPOLYGON). */
class RectangleOffsetTest {
    @Test
    void growsAnUprightRectangleOnAllSides() {
        // When
        var outline = new RectangleOffset(7.5).grow(new int[] {10, 10, 60, 10, 60, 30, 10, 30});
        // Then
        assertThat(bounds(outline)).containsExactly(3, 3, 68, 38);
    }

    @Test
    void growsTheSameInEitherDirection() {
        // Given
        var clockwise = new int[] {10, 10, 60, 25, 52, 50, 2, 35};
        var counterClockwise = new int[] {2, 35, 52, 50, 60, 25, 10, 10};
        var offset = new RectangleOffset(4.2);
        // When, then
        assertThat(bounds(offset.grow(counterClockwise)))
                .isEqualTo(bounds(offset.grow(clockwise)))
                .containsExactly(-2, 6, 64, 54);
    }

    @Test
    void givesNothingForFewerThanThreeCorners() {
        assertThat(new RectangleOffset(3).grow(new int[] {5, 5, 5, 5, 9, 5, 9, 5}))
                .isEmpty();
    }

    private static int[] bounds(int[] outline) {
        var x = IntStream.range(0, outline.length / 2).map(i -> outline[2 * i]).toArray();
        var y = IntStream.range(0, outline.length / 2)
                .map(i -> outline[2 * i + 1])
                .toArray();
        return new int[] {
            Arrays.stream(x).min().orElseThrow(),
            Arrays.stream(y).min().orElseThrow(),
            Arrays.stream(x).max().orElseThrow(),
            Arrays.stream(y).max().orElseThrow()
        };
    }
}
