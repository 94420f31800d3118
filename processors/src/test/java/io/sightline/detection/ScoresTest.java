package io.sightline.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A score lies within 0..1, in every family; the outputs of each are made up around one box of the score. */
class ScoresTest {
    private static final Placement PLACEMENT = Placement.stretched(32, 32, 32, 32);

    @ParameterizedTest
    @MethodSource("outliers")
    void refuseWhatNoRoundingMakesOfAScore(Made made, double score) {
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> made.detections(score))
                .withMessageContaining("the output " + made.scores() + " holds " + (float) score)
                .withMessageContaining("where a score within 0 to 1 must be")
                .withMessageContaining("lacks the sigmoid")
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.OUTPUT_OUT_OF_RANGE));
    }

    /** The last one is the half float next above 1. */
    @ParameterizedTest
    @MethodSource("roundings")
    void takeForOneWhatRoundingHasPutAbove(Made made, double score) {
        assertThat(made.detections(score)).extracting(Detection::score).containsExactly(1f);
    }

    @ParameterizedTest
    @MethodSource("families")
    void takeForNothingWhatRoundingHasPutBelow(Made made) {
        assertThat(made.detections(-0.0005)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("families")
    void leaveAScoreAsItIs(Made made) {
        assertThat(made.detections(0.75)).extracting(Detection::score).containsExactly(0.75f);
    }

    @Test
    void ofRfdetrAreMadeOfLogitsOfAnySize() {
        // Given
        var family = new Rfdetr();
        var boxes = FloatOutput.of("dets", new long[] {1, 1, 4}, 0.5, 0.5, 0.5, 0.5);
        var logits = FloatOutput.of("labels", new long[] {1, 1, 2}, 90, -90);
        // When
        var found = family.detections(List.of(boxes, logits), PLACEMENT, family.defaults());
        // Then
        assertThat(found).extracting(Detection::score).containsExactly(1f);
    }

    /** Whether NaN is a fault of the model is decided by a run on a picture, not by its first run on nothing. */
    @ParameterizedTest
    @MethodSource("families")
    void leaveNanToWhoeverRunsTheModel(Made made) {
        assertThat(made.detections(Double.NaN))
                .allSatisfy(found -> assertThat(found.score()).isNaN());
    }

    @Test
    void ofYolov5AreRefusedAlsoWhereTheirProductWouldBeOne() {
        // Given an object of 0.5 and a class of 2
        var output = FloatOutput.of("output0", new long[] {1, 1, 6}, 16, 16, 8, 8, 0.5, 2);
        // When, then
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> detections(new Yolov5(), List.of(output)))
                .withMessageContaining("output0 holds 2.0");
    }

    /** Exporters fill the rows behind the last box with what they like. */
    @Test
    void ofRowsThatAreNoBoxesAreNotLookedAt() {
        // Given
        var empty = FloatOutput.of("output0", new long[] {1, 2, 6}, 8, 8, 24, 24, 0.75, 0, -1, -1, -1, -1, -1, -1);
        var rows = FloatOutput.of("rows", new long[] {2, 6}, 0, 0.75, 8, 8, 24, 24, -1, -1, -1, -1, -1, -1);
        // When, then
        assertThat(detections(new YoloEndToEnd(), List.of(empty))).hasSize(1);
        assertThat(detections(new PicoDet(), List.of(rows))).hasSize(1);
    }

    static Stream<Arguments> outliers() {
        return each(1.5, 1.002, 85, -0.5, -0.002, -7);
    }

    static Stream<Arguments> roundings() {
        return each(1, 1.0000001, 1 + Math.scalb(1.0, -10));
    }

    private static Stream<Arguments> each(double... scores) {
        return families().flatMap(made -> DoubleStream.of(scores).mapToObj(score -> Arguments.of(made, score)));
    }

    static Stream<Made> families() {
        return Stream.of(
                new Made(
                        new Dbnet(),
                        "map",
                        score -> List.of(
                                FloatOutput.of("map", new long[] {1, 1, 32, 32}, FloatOutput.filled(1024, score)))),
                new Made(
                        new Yolo(),
                        "output0",
                        score -> List.of(FloatOutput.of("output0", new long[] {1, 5, 1}, 16, 16, 8, 8, score))),
                new Made(
                        new Yolov5(),
                        "output0",
                        score -> List.of(FloatOutput.of("output0", new long[] {1, 1, 6}, 16, 16, 8, 8, score, 1))),
                new Made(
                        new YoloEndToEnd(),
                        "output0",
                        score -> List.of(FloatOutput.of("output0", new long[] {1, 1, 6}, 8, 8, 24, 24, score, 0))),
                new Made(
                        new Rtdetr(),
                        "scores",
                        score -> List.of(
                                FloatOutput.of("labels", new long[] {1, 1}, 0),
                                FloatOutput.of("boxes", new long[] {1, 1, 4}, 8, 8, 24, 24),
                                FloatOutput.of("scores", new long[] {1, 1}, score))),
                new Made(
                        new Ssd(),
                        "scores",
                        score -> List.of(
                                FloatOutput.of("boxes", new long[] {1, 4}, 8, 8, 24, 24),
                                FloatOutput.of("scores", new long[] {1}, score),
                                FloatOutput.of("labels", new long[] {1}, 1))),
                new Made(
                        new Ssd(),
                        "detection_scores",
                        score -> List.of(
                                FloatOutput.of("detection_boxes", new long[] {1, 1, 4}, 0.25, 0.25, 0.75, 0.75),
                                FloatOutput.of("detection_scores", new long[] {1, 1}, score),
                                FloatOutput.of("detection_classes", new long[] {1, 1}, 1))),
                new Made(
                        new CenterFace(),
                        "heat",
                        score -> List.of(
                                FloatOutput.of("heat", new long[] {1, 1, 8, 8}, first(64, score)),
                                FloatOutput.of("size", new long[] {1, 2, 8, 8}, FloatOutput.filled(128, 1)),
                                FloatOutput.of("offset", new long[] {1, 2, 8, 8}, FloatOutput.filled(128, 0)),
                                FloatOutput.of("marks", new long[] {1, 10, 8, 8}, FloatOutput.filled(640, 0)))),
                new Made(
                        new Scrfd(),
                        "score8",
                        score -> List.of(
                                FloatOutput.of("score8", new long[] {32, 1}, first(32, score)),
                                FloatOutput.of("score16", new long[] {8, 1}, new double[8]),
                                FloatOutput.of("score32", new long[] {2, 1}, new double[2]),
                                FloatOutput.of("box8", new long[] {32, 4}, FloatOutput.filled(128, 1)),
                                FloatOutput.of("box16", new long[] {8, 4}, FloatOutput.filled(32, 1)),
                                FloatOutput.of("box32", new long[] {2, 4}, FloatOutput.filled(8, 1)))),
                new Made(
                        new PicoDet(),
                        "rows",
                        score -> List.of(FloatOutput.of("rows", new long[] {1, 6}, 0, score, 8, 8, 24, 24))),
                new Made(
                        new PicoDet(),
                        "scores8",
                        score -> List.of(
                                FloatOutput.of("scores8", new long[] {1, 16, 1}, first(16, score)),
                                FloatOutput.of("scores16", new long[] {1, 4, 1}, new double[4]),
                                FloatOutput.of("scores32", new long[] {1, 1, 1}, 0),
                                FloatOutput.of("sides8", new long[] {1, 16, 8}, FloatOutput.filled(128, 0)),
                                FloatOutput.of("sides16", new long[] {1, 4, 8}, FloatOutput.filled(32, 0)),
                                FloatOutput.of("sides32", new long[] {1, 1, 8}, FloatOutput.filled(8, 0)))));
    }

    private static double[] first(int length, double value) {
        var values = new double[length];
        values[0] = value;
        return values;
    }

    private static List<Detection> detections(DetectorFamily family, List<OutputTensor> outputs) {
        return family.detections(outputs, PLACEMENT, family.defaults());
    }

    private record Made(DetectorFamily family, String scores, DoubleFunction<List<OutputTensor>> outputs) {
        List<Detection> detections(double score) {
            return ScoresTest.detections(family, outputs.apply(score));
        }

        @Override
        public String toString() {
            return family.name() + " " + scores;
        }
    }
}
