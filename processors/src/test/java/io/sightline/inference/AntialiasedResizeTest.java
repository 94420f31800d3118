package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import java.util.stream.IntStream;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

/** Expected values are those of Pillow 9.4.0's {@code resize(size, Image.BILINEAR)} on the same pixels. */
class AntialiasedResizeTest {
    @Test
    void shrinksAsPillowDoes() {
        try (var picture = picture();
                var resized = AntialiasedResize.of(picture, 3, 2)) {
            assertThat(values(resized, 18))
                    .containsExactly(
                            104, 102, 134, 146, 103, 120, 145, 143, 106, 115, 150, 109, 114, 132, 125, 127, 113, 125);
        }
    }

    @Test
    void growsAsPillowDoes() {
        try (var picture = picture();
                var resized = AntialiasedResize.of(picture, 9, 6)) {
            assertThat(values(resized, 12)).containsExactly(0, 37, 74, 74, 111, 148, 160, 86, 123, 191, 33, 70);
        }
    }

    /** 7 x 5 pixels of values that differ. */
    private static Mat picture() {
        var picture = new Mat(5, 7, CV_8UC3);
        var bytes = new byte[5 * 7 * 3];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 37 % 251);
        }
        picture.data().put(bytes);
        return picture;
    }

    private static int[] values(Mat picture, int count) {
        var data = picture.data();
        return IntStream.range(0, count).map(i -> data.get(i) & 0xff).toArray();
    }
}
