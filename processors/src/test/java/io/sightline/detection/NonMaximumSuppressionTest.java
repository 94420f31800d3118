package io.sightline.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NonMaximumSuppressionTest {
    private static final Candidate BEST = new Candidate(0, 0, 0.9f, 0, 0, 10, 10);
    /** Shares 50 of 150 square pixels with the best. */
    private static final Candidate NEIGHBOUR = new Candidate(1, 0, 0.8f, 5, 0, 15, 10);

    @Test
    void removesWhatOverlapsABetterOneByMoreThanTheLimit() {
        assertThat(new NonMaximumSuppression(0.33, 0).keep(List.of(NEIGHBOUR, BEST), 10))
                .containsExactly(BEST);
        assertThat(new NonMaximumSuppression(0.34, 0).keep(List.of(NEIGHBOUR, BEST), 10))
                .containsExactly(BEST, NEIGHBOUR);
    }

    @Test
    void keepsWhatOverlapsByTheLimitItself() {
        // Given half of ten pixels shared
        var half = new Candidate(1, 0, 0.8f, 0, 0, 10, 5);
        // When, then
        assertThat(new NonMaximumSuppression(0.5, 0).keep(List.of(BEST, half), 10))
                .containsExactly(BEST, half);
    }

    @Test
    void letsOnlyBoxesOfOneClassCompete() {
        // Given
        var other = new Candidate(1, 1, 0.8f, 0, 0, 10, 10);
        // When, then
        assertThat(new NonMaximumSuppression(0.5, NonMaximumSuppression.CLASSES_APART).keep(List.of(BEST, other), 10))
                .containsExactly(BEST, other);
        assertThat(new NonMaximumSuppression(0.5, 0).keep(List.of(BEST, other), 10))
                .containsExactly(BEST);
    }

    @Test
    void removesNothingForABoxThatIsRemovedItself() {
        // Given a chain in which only neighbours overlap
        var last = new Candidate(2, 0, 0.7f, 10, 0, 20, 10);
        // When, then
        assertThat(new NonMaximumSuppression(0.3, 0).keep(List.of(BEST, NEIGHBOUR, last), 10))
                .containsExactly(BEST, last);
    }

    @Test
    void countsTheLastPixelInWhereTheReferenceDoes() {
        // Given 6 x 11 of 11 x 11 pixels shared, rather than 5 x 10 of 10 x 10
        assertThat(new NonMaximumSuppression(0.36, 0, 1).keep(List.of(BEST, NEIGHBOUR), 10))
                .containsExactly(BEST);
        assertThat(new NonMaximumSuppression(0.36, 0, 0).keep(List.of(BEST, NEIGHBOUR), 10))
                .containsExactly(BEST, NEIGHBOUR);
    }

    @Test
    void keepsTheBestAndOfEqualOnesTheFirst() {
        // Given
        var apart = IntStream.range(0, 5)
                .mapToObj(i -> new Candidate(4 - i, 0, 0.5f, 100 * i, 0, 100 * i + 10, 10))
                .toList();
        // When, then
        assertThat(new NonMaximumSuppression(0.5, 0).keep(apart, 2))
                .extracting(Candidate::index)
                .containsExactly(0, 1);
    }

    @Test
    void isNotMisledByBoxesWithoutArea() {
        // Given
        var point = new Candidate(0, 0, 0.9f, 3, 3, 3, 3);
        // When, then
        assertThat(new NonMaximumSuppression(0, 0).keep(List.of(point, point), 10))
                .hasSize(2);
    }
}
