package io.sightline.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WholePictureTest {
    private static final Path PICTURES = Path.of("src/test/resources/pictures");
    private static final int[] RESTARTS = {opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL, 3};
    private static final int[] PROGRESSIVE = {opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1};
    /** Longer than the data of a last block. */
    private static final int LAST_BLOCK = 200;

    private final PictureDecoder decoder = new PictureDecoder();

    /** Of several encoders, samplings and sizes, grey, turned, progressive, with restarts. */
    static Stream<Arguments> pictures() throws IOException {
        try (var files = Files.walk(PICTURES)) {
            var stored = files.filter(path -> path.toString().endsWith(".jpg"))
                    .map(path -> Arguments.of(path.getFileName().toString(), bytes(path)))
                    .toList();
            return Stream.concat(stored.stream(), drawn().stream());
        }
    }

    private static List<Arguments> drawn() {
        return List.of(
                Arguments.of("4:1:1", picture(opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR, 0x411111)),
                Arguments.of("4:2:0", picture(opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR, 0x221111)),
                Arguments.of("4:2:2", picture(opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR, 0x211111)),
                Arguments.of("4:4:0", picture(opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR, 0x121111)),
                Arguments.of("4:4:4", picture(opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR, 0x111111)),
                Arguments.of("restarts", picture(RESTARTS)),
                Arguments.of("optimised", picture(opencv_imgcodecs.IMWRITE_JPEG_OPTIMIZE, 1)),
                Arguments.of("quality 100", picture(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, 100)),
                Arguments.of("quality 1", picture(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, 1)),
                Arguments.of("progressive", picture(PROGRESSIVE)),
                Arguments.of("progressive photograph", again("photograph-600x400.jpg", PROGRESSIVE)),
                Arguments.of("restarts of a photograph", again("photograph-600x400.jpg", RESTARTS)),
                Arguments.of("turned 3", DrawnPicture.turned(picture(), 3)),
                Arguments.of("turned 6", DrawnPicture.turned(picture(), 6)),
                Arguments.of("turned 8", DrawnPicture.turned(picture(), 8)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pictures")
    void passesWhatIsWholeWhetherItLooksItOrNot(String name, byte[] whole) {
        assertThatCode(() -> look(whole, 1)).doesNotThrowAnyException();
        assertThatCode(() -> look(whole, 8)).doesNotThrowAnyException();
        assertThatCode(() -> new JpegData(whole).requireComplete()).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pictures")
    void refusesDataThatEndAnywhereBeforeTheLastBlock(String name, byte[] whole) {
        var random = new Random(7);
        var from = firstScan(whole);
        for (int i = 0; i < 20; i++) {
            var cut = cut(whole, from + random.nextInt(Math.max(1, whole.length - 2 - LAST_BLOCK - from)));
            refuses(cut, 1);
            refuses(cut, 8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"photograph-600x400.jpg", "grey-800x600.jpg", "exif-6-720x500.jpg"})
    void refusesDataThatEndAtAnyOfManyPlaces(String name) {
        var whole = bytes(PICTURES.resolve(name));
        for (int i = 0, from = firstScan(whole), places = 100; i < places; i++) {
            refuses(cut(whole, from + (int) ((long) (whole.length - LAST_BLOCK - from) * i / places)), 1);
        }
    }

    /** Its end looks as if it were invented. */
    @Test
    void walksThroughAPictureThatIsGreyAtItsEnd() {
        try (var drawn = new DrawnPicture(300, 200, 128).write("Sightline", 10, 80)) {
            var whole = drawn.encode(".jpg");

            assertThatCode(() -> look(whole, 1)).doesNotThrowAnyException();
            refuses(cut(whole, whole.length - 40), 1);
        }
    }

    @Test
    void saysHowMuchIsMissing() {
        var cut = cut(picture(RESTARTS), firstScan(picture(RESTARTS)) + 1);

        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> look(cut, 1))
                .withMessageMatching("the JPEG ends after " + cut.length
                        + " bytes, data of 16\\d of its 168 blocks is missing; send the whole file");
    }

    /** Those that have them write none: a motion JPEG leaves its tables to the decoder. */
    @Test
    void leavesAPictureWithoutTablesToTheDecoder() {
        var picture = picture();
        for (int tables = marker(picture, 0xc4); tables >= 0; tables = marker(picture, 0xc4)) {
            picture = without(picture, tables, tables + 2 + (picture[tables + 2] << 8 | picture[tables + 3] & 0xff));
        }
        var left = picture;

        assertThatCode(() -> new JpegData(left).requireComplete()).doesNotThrowAnyException();
    }

    /** Whatever was made of it by chance, its walk ends. */
    @Test
    void endsWithAnyData() {
        var random = new Random(11);
        for (var whole : List.of(picture(), picture(RESTARTS), picture(PROGRESSIVE))) {
            for (int i = 0; i < 200; i++) {
                var broken = whole.clone();
                for (int j = 0, from = marker(whole, 0xc4); j < 8; j++) {
                    broken[from + random.nextInt(broken.length - from - 2)] = (byte) random.nextInt(256);
                }
                try {
                    PictureLimits.STANDARD.check(broken);
                    new JpegData(broken).requireComplete();
                } catch (PermanentFailure refusal) {
                    assertThat(refusal.code())
                            .isIn(
                                    FailureCode.TRUNCATED_PICTURE,
                                    FailureCode.NOT_A_PICTURE,
                                    FailureCode.TOO_MANY_PIXELS,
                                    FailureCode.UNSUPPORTED_MEDIA_TYPE);
                }
            }
        }
    }

    private void refuses(byte[] cut, int reduction) {
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> look(cut, reduction))
                .withMessageContaining("the JPEG ends after " + cut.length + " bytes")
                .withMessageEndingWith("; send the whole file")
                .matches(failure -> failure.code() == FailureCode.TRUNCATED_PICTURE);
    }

    private void look(byte[] picture, int reduction) {
        var header = PictureLimits.STANDARD.check(picture);
        WantedSize wanted = (width, height) -> new WantedSize.Size(width / reduction, height / reduction);
        try (var decoded = decoder.decodeReduced(picture, header, wanted)) {
            WholePicture.require(picture, header, decoded);
        }
    }

    private static byte[] picture(int... options) {
        try (var drawn = new DrawnPicture(321, 123, 160).write("Sightline", 10, 80)) {
            return drawn.encode(".jpg", options);
        }
    }

    private static byte[] again(String name, int... options) {
        return DrawnPicture.again(bytes(PICTURES.resolve(name)), options);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The end marker where data were. */
    private static byte[] cut(byte[] picture, int length) {
        var cut = Arrays.copyOf(picture, length + 2);
        // What ends with half of a stuffed byte would be a marker of another kind.
        cut[length - 1] = cut[length - 1] == -1 ? 0 : cut[length - 1];
        cut[length] = -1;
        cut[length + 1] = (byte) 0xd9;
        return cut;
    }

    private static byte[] without(byte[] picture, int from, int to) {
        var rest = new ByteArrayOutputStream();
        rest.write(picture, 0, from);
        rest.write(picture, to, picture.length - to);
        return rest.toByteArray();
    }

    /** Where the data of the first scan begin. */
    private static int firstScan(byte[] picture) {
        var start = marker(picture, 0xda);
        return start + 2 + (picture[start + 2] << 8 | picture[start + 3] & 0xff);
    }

    private static int marker(byte[] picture, int marker) {
        for (int position = 2; position < picture.length - 1; position++) {
            if (picture[position] == -1 && (picture[position + 1] & 0xff) == marker) {
                return position;
            }
        }
        return -1;
    }
}
