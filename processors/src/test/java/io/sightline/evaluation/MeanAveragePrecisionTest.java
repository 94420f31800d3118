package io.sightline.evaluation;

import static io.sightline.evaluation.GoldenSample.LABELS;
import static io.sightline.evaluation.GoldenSample.found;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.sightline.detection.Box;
import io.sightline.detection.Detection;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeanAveragePrecisionTest {
    private static final GoldenSet TWO_BOXES = new GoldenSample()
            .picture()
            .box("a", 0, 0, 20, 20)
            .box("a", 50, 50, 20, 20)
            .set();
    private static final Detection FIRST = found("a", 0.9, 0, 0, 20, 20);
    private static final Detection SECOND = found("a", 0.8, 50, 50, 20, 20);

    @Test
    void isOneWhenEveryBoxIsFoundAndNothingElse() {
        // Given
        var set = new GoldenSample()
                .picture()
                .box("a", 0, 0, 20, 20)
                .box("b", 0, 0, 20, 20)
                .picture()
                .box("a", 5, 5, 50, 30)
                .set();
        // When
        var precision = MeanAveragePrecision.of(
                set,
                LABELS,
                List.of(List.of(FIRST, found("b", 0.3, 0, 0, 20, 20)), List.of(found("a", 0.1, 5, 5, 50, 30))));
        // Then
        assertThat(precision.value()).isEqualTo(1);
        assertThat(precision.goldenSet()).isEqualTo(set.sha256());
        assertThat(precision.classes())
                .extracting(ClassAveragePrecision::truePositives)
                .containsExactly(2, 1);
    }

    @Test
    void isZeroWhenNothingIsFound() {
        assertThat(of(TWO_BOXES).value()).isZero();
    }

    @Test
    void countsTheSecondDetectionOfABoxAsFalse() {
        // When the duplicate comes between the two boxes
        var precision = of(TWO_BOXES, FIRST, found("a", 0.85, 0, 0, 20, 20), SECOND);
        // Then the levels of recall up to 0.5 have precision 1, the others 2/3
        assertThat(precision.value()).isCloseTo((51 + 50 * 2.0 / 3) / 101, within(1e-12));
        assertThat(precision.classes().get(0).truePositives()).isEqualTo(2);
        assertThat(precision.classes().get(0).falsePositives()).isEqualTo(1);
    }

    @Test
    void losesNothingByWhatIsLessSureThanTheLastBox() {
        assertThat(of(TWO_BOXES, FIRST, SECOND, found("a", 0.1, 0, 0, 20, 20)).value())
                .isEqualTo(1);
    }

    @Test
    void isTheMeanOfTheCategoriesThatHaveBoxes() {
        // Given no box of b, of which something is found
        var precision = of(TWO_BOXES, FIRST, found("b", 0.9, 0, 0, 20, 20));
        // Then
        assertThat(precision.value()).isCloseTo(51.0 / 101, within(1e-12));
        assertThat(precision.classes().get(1).averagePrecision()).isEmpty();
        assertThat(precision.classes().get(1).falsePositives()).isEqualTo(1);
    }

    @Test
    void takesNoDetectionOfAnotherCategory() {
        assertThat(of(TWO_BOXES, found("b", 0.9, 0, 0, 20, 20)).value()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"10,1", "9.9,0"})
    void asksForHalfOfTheUnionAtLeast(double width, double expected) {
        // Given a detection within the box, so that its share of the box is the intersection over union
        var set = new GoldenSample().picture().box("a", 0, 0, 20, 20).set();
        // When, then
        assertThat(of(set, found("a", 0.9, 0, 0, width, 20)).value()).isEqualTo(expected);
    }

    @Test
    void neitherCountsNorMissesWhatIsInACrowd() {
        // Given
        var set = new GoldenSample()
                .picture()
                .crowd("a", 40, 40, 60, 60)
                .box("a", 0, 0, 20, 20)
                .set();
        // When two are found in the crowd, before the box is
        var precision = of(set, found("a", 0.99, 50, 50, 10, 10), found("a", 0.98, 60, 60, 10, 10), FIRST);
        // Then
        assertThat(precision.value()).isEqualTo(1);
        assertThat(precision.classes().get(0))
                .isEqualTo(new ClassAveragePrecision(
                        "a", precision.classes().get(0).averagePrecision(), 1, 1, 0));
    }

    @Test
    void findsTheBoxRatherThanTheCrowdAroundIt() {
        // Given a crowd that covers the detection wholly, where the box only does for the most part
        var set = new GoldenSample()
                .picture()
                .crowd("a", 0, 0, 100, 100)
                .box("a", 0, 0, 20, 20)
                .set();
        // When, then
        assertThat(of(set, found("a", 0.9, 0, 0, 20, 16)).value()).isEqualTo(1);
    }

    @Test
    void looksAtTheBestHundredOfAPicture() {
        // Given as many false ones, all of them surer
        var many = new ArrayList<Detection>();
        IntStream.range(0, 100).forEach(i -> many.add(found("a", 0.95, 90, 0, 5, 5)));
        many.add(0, FIRST);
        // When, then
        assertThat(of(TWO_BOXES, many.toArray(Detection[]::new)).value()).isZero();
        many.remove(many.size() - 1);
        assertThat(of(TWO_BOXES, many.toArray(Detection[]::new))
                        .classes()
                        .get(0)
                        .truePositives())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void dependsNotOnTheOrderOfDetectionsWithDifferentScores(long seed) {
        // Given
        var random = new Random(seed);
        var sample = new GoldenSample().picture();
        var detections = new ArrayList<Detection>();
        for (int i = 0; i < 40; i++) {
            var x = random.nextInt(70);
            var y = random.nextInt(70);
            sample.box(random.nextBoolean() ? "a" : "b", x, y, 30, 25);
            var left = Math.max(0, x - random.nextInt(5));
            detections.add(found(random.nextBoolean() ? "a" : "b", (i + 1) / 50.0, left, y, 30, 25));
        }
        var set = sample.set();
        var inOrder = of(set, detections.toArray(Detection[]::new));
        // When
        Collections.shuffle(detections, random);
        var shuffled = of(set, detections.toArray(Detection[]::new));
        // Then
        assertThat(inOrder.value()).isBetween(0.05, 0.95);
        assertThat(shuffled).isEqualTo(inOrder);
    }

    @Test
    void countsTheAnnotationWithTheNumberZeroLikeAnyOther() {
        // Given the sample, which numbers from 0; pycocotools takes the match with 0 for none
        assertThat(of(TWO_BOXES, FIRST, SECOND).value()).isEqualTo(1);
    }

    @Test
    void takesAScoreOfMinusZeroForZero() {
        // Given a false one of the same score, which comes first
        var precision = of(TWO_BOXES, found("a", -0.0, 90, 0, 5, 5), found("a", 0.0, 0, 0, 20, 20));
        // Then
        assertThat(precision.value()).isCloseTo(51 * 0.5 / 101, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void refusesWhatIsNotFinite(float value) {
        var score = new Detection(3, 0, "a", value, FIRST.box(), List.of());
        var box = new Detection(3, 0, "other", 0.5f, new Box(0, value, 1, 1), List.of());
        for (var wrong : List.of(score, box)) {
            assertThatExceptionOfType(PermanentFailure.class)
                    .isThrownBy(() -> of(TWO_BOXES, FIRST, wrong))
                    .withMessageStartingWith("detection 3 (")
                    .withMessageContaining("on the golden picture 1.png")
                    .withMessageContaining(Float.toString(value))
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.OUTPUT_NOT_FINITE));
        }
    }

    @Test
    void refusesDetectionsOfOtherPicturesThanTheSetHas() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> MeanAveragePrecision.of(TWO_BOXES, LABELS, List.of()))
                .withMessage("detections must be of the 1 pictures of the golden set, were of 0");
    }

    /** Of detections on the only picture. */
    private static MeanAveragePrecision of(GoldenSet set, Detection... detections) {
        return MeanAveragePrecision.of(set, LABELS, List.of(List.of(detections)));
    }
}
