package io.sightline.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.detection.Box;
import io.sightline.detection.Detection;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccuracyTest {
    private static final Box LEFT = new Box(0.1f, 0.1f, 0.2f, 0.1f);
    private static final Box RIGHT = new Box(0.6f, 0.1f, 0.2f, 0.1f);

    @Test
    void countsABoxThatOverlapsByHalfAsFound() {
        // Given: 0.15 of 0.2 in common, the union is 0.25 wide
        var shifted = new Box(0.15f, 0.1f, 0.2f, 0.1f);
        // When
        var accuracy = Accuracy.of(List.of(LEFT, RIGHT), List.of(found(0.9f, shifted)));
        // Then
        assertThat(Accuracy.overlap(LEFT, shifted)).isCloseTo(0.6, within(1e-5));
        assertThat(accuracy).isEqualTo(new Accuracy(1, 1, 2));
        assertThat(accuracy.precision()).hasValue(1);
        assertThat(accuracy.recall()).hasValue(0.5);
    }

    @Test
    void doesNotCountABoxThatOverlapsByLess() {
        // Given: 0.1 of 0.2 in common, the union is 0.3 wide
        var shifted = new Box(0.2f, 0.1f, 0.2f, 0.1f);
        // When
        var accuracy = Accuracy.of(List.of(LEFT), List.of(found(0.9f, shifted)));
        // Then
        assertThat(accuracy).isEqualTo(new Accuracy(0, 1, 1));
    }

    @Test
    void givesAKnownBoxToTheSurestOfTwoThatOverlapIt() {
        // When
        var accuracy = Accuracy.of(List.of(LEFT, RIGHT), List.of(found(0.7f, LEFT), found(0.9f, LEFT)));
        // Then
        assertThat(accuracy).isEqualTo(new Accuracy(1, 2, 2));
    }

    @Test
    void sumsOverFrames() {
        // When
        var sum = new Accuracy(1, 2, 3).plus(new Accuracy(4, 5, 6));
        // Then
        assertThat(sum).isEqualTo(new Accuracy(5, 7, 9));
    }

    @Test
    void knowsNoShareOfNothing() {
        // Then
        assertThat(Accuracy.NOTHING.precision()).isEmpty();
        assertThat(Accuracy.NOTHING.recall()).isEmpty();
    }

    private static Detection found(float score, Box box) {
        return new Detection(0, 0, "text", score, box, List.of());
    }
}
