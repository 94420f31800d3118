package io.sightline.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

class ParcelFramesTest {
    private static final List<String> SOURCES = List.of("camera-1", "camera-2", "camera-3", "camera-4");

    @Test
    void drawsTheSameBytesForTheSameSeed() {
        // Given
        var one = new ParcelFrames(8, SOURCES, 7);
        var other = new ParcelFrames(8, SOURCES, 7);
        // Then
        for (var number = 0; number < 8; number++) {
            assertThat(one.frame(number).bytes()).isEqualTo(other.frame(number).bytes());
            assertThat(one.frame(number).truth()).isEqualTo(other.frame(number).truth());
        }
    }

    @Test
    void drawsOtherPicturesForAnotherSeedAndForEachFrame() {
        // Given
        var frames = new ParcelFrames(8, SOURCES, 7);
        // When
        var pictures = IntStream.range(0, 8)
                .mapToObj(number -> List.of(frames.frame(number).bytes()))
                .toList();
        // Then
        assertThat(pictures).doesNotHaveDuplicates();
        assertThat(new ParcelFrames(8, SOURCES, 8).frame(0).bytes())
                .isNotEqualTo(frames.frame(0).bytes());
    }

    @Test
    void knowsTextLinesThatLieInsideThePictureAndApartFromEachOther() {
        // Given
        var frames = new ParcelFrames(80, SOURCES, 3);
        for (var number = 0; number < frames.count(); number++) {
            // When
            var truth = frames.frame(number).truth().orElseThrow();
            // Then
            assertThat(truth).hasSizeGreaterThanOrEqualTo(4).allSatisfy(box -> {
                assertThat(box.x()).isGreaterThan(0);
                assertThat(box.y()).isGreaterThan(0);
                assertThat(box.width()).isGreaterThan(0.05f);
                assertThat(box.height()).isGreaterThan(0.02f);
                assertThat(box.x() + box.width()).isLessThan(1);
                assertThat(box.y() + box.height()).isLessThan(1);
            });
            assertThat(truth)
                    .allSatisfy(box -> assertThat(truth)
                            .filteredOn(other -> Accuracy.overlap(box, other) > 0.05)
                            .containsExactly(box));
        }
    }

    @Test
    void letsTheSourcesTakeTurnsWithPicturesOfTheirOwnSize() {
        // Given
        var frames = new ParcelFrames(8, SOURCES, 1);
        // Then
        assertThat(IntStream.range(0, 8).mapToObj(number -> frames.frame(number).sourceId()))
                .containsExactly(
                        "camera-1", "camera-2", "camera-3", "camera-4", "camera-1", "camera-2", "camera-3", "camera-4");
        assertThat(frames.frame(6).sequence()).isEqualTo(1);
        assertThat(size(frames.frame(0))).isEqualTo("1280x720");
        assertThat(size(frames.frame(1))).isEqualTo("640x480");
    }

    private static String size(DemoFrame frame) {
        try (var bytes = new BytePointer(frame.bytes());
                var encoded = new Mat(1, frame.bytes().length, CV_8UC1, bytes);
                var decoded = opencv_imgcodecs.imdecode(encoded, opencv_imgcodecs.IMREAD_COLOR)) {
            return decoded.cols() + "x" + decoded.rows();
        }
    }
}
