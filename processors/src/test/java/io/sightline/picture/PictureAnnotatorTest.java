package io.sightline.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.detection.Box;
import io.sightline.detection.Detection;
import io.sightline.detection.Point;
import io.sightline.failure.PermanentFailure;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureAnnotatorTest {
    private static final int GREY = 128;
    private static final Box BOX = new Box(0.25f, 0.25f, 0.5f, 0.5f);
    private static final List<Point> DIAMOND =
            List.of(new Point(0.5f, 0.25f), new Point(0.75f, 0.5f), new Point(0.5f, 0.75f), new Point(0.25f, 0.5f));

    private final PictureAnnotator annotator = new PictureAnnotator();

    @ParameterizedTest
    @CsvSource({"400,400", "1600,1200", "60,60"})
    void drawsTheBoxAsAnOutline(int width, int height) {
        // When
        var drawn = annotator.draw(picture(width, height), List.of(detection(List.of())));
        // Then
        assertThat(isColoured(drawn, width / 4, height / 2)).isTrue();
        assertThat(isColoured(drawn, width / 2, height * 3 / 4)).isTrue();
        assertThat(isColoured(drawn, width / 2, height / 2)).isFalse();
        assertThat(isColoured(drawn, width - 2, height - 2)).isFalse();
    }

    @Test
    void drawsThePolygonInsteadOfTheBoxWhenThereIsOne() {
        // When
        var drawn = annotator.draw(picture(400, 400), List.of(detection(DIAMOND)));
        // Then
        assertThat(isColoured(drawn, 150, 250)).isTrue();
        assertThat(isColoured(drawn, 101, 299)).isFalse();
    }

    @Test
    void drawsPartsThatLieInside() {
        // Given
        var outside = new Detection(0, 3, "far", 0.5f, new Box(-0.2f, -0.2f, 3, 0.7f), List.of());
        // When
        var drawn = annotator.draw(picture(400, 400), List.of(outside));
        // Then
        assertThat(isColoured(drawn, 300, 200)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"65501,1", "1,65501"})
    void refusesASideThatNoJpegHas(int width, int height) {
        var picture = picture(width, height);

        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> annotator.draw(picture, List.of()))
                .withMessageContaining("the picture has " + width + "x" + height + " pixels")
                .withMessageContaining("at most 65500");
    }

    @Test
    void drawsOnTheLongestSideThatAJpegHas() {
        assertThat(annotator.draw(picture(65_500, 1), List.of())).isNotEmpty();
    }

    @Test
    void givesAnUnmarkedPictureBackAsJpeg() {
        // When
        var drawn = annotator.draw(picture(400, 300), List.of());
        // Then
        assertThat(PictureLimits.STANDARD.check(drawn)).isEqualTo(new PictureHeader("image/jpeg", 400, 300));
        assertThat(isColoured(drawn, 200, 150)).isFalse();
    }

    private static Detection detection(List<Point> polygon) {
        return new Detection(0, 0, "text", 0.87f, BOX, polygon);
    }

    private static byte[] picture(int width, int height) {
        try (var drawn = new DrawnPicture(width, height, GREY)) {
            return drawn.encode(".png");
        }
    }

    private static boolean isColoured(byte[] picture, int x, int y) {
        return Arrays.stream(DrawnPicture.pixel(picture, x, y)).anyMatch(value -> Math.abs(value - GREY) > 40);
    }
}
