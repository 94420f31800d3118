package io.sightline.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureDecoderTest {
    private static final int MARK = 8;

    private final PictureDecoder decoder = new PictureDecoder();

    @ParameterizedTest
    @CsvSource({"1,300,200", "3,300,200", "5,200,300", "6,200,300", "7,200,300", "8,200,300"})
    void givesTheSizeOfTheUprightPicture(int orientation, int width, int height) {
        // Given
        var jpeg = DrawnPicture.turned(picture(300, 200, ".jpg"), orientation);
        // When
        try (var decoded = decoder.decode(jpeg, PictureLimits.STANDARD.check(jpeg))) {
            // Then
            assertThat(decoded.width()).isEqualTo(width);
            assertThat(decoded.height()).isEqualTo(height);
            assertThat(decoded.pixels().cols()).isEqualTo(width);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "640,480,1001,801",
        "320,240,501,401",
        "256,204,501,401",
        "255,204,251,201",
        "250,200,251,201",
        "100,100,251,201",
        "2000,2000,2001,1601"
    })
    void decodesAJpegNoSmallerThanAskedButForAFiftieth(int width, int height, int decodedWidth, int decodedHeight) {
        // Given
        var jpeg = picture(2001, 1601, ".jpg");
        // When
        try (var decoded = decodeReduced(
                jpeg, (w, h) -> w > h ? new WantedSize.Size(width, height) : new WantedSize.Size(height, width))) {
            // Then
            assertThat(decoded.pixels().cols()).isEqualTo(decodedWidth);
            assertThat(decoded.pixels().rows()).isEqualTo(decodedHeight);
            assertThat(decoded.width()).isEqualTo(2001);
            assertThat(decoded.height()).isEqualTo(1601);
        }
    }

    @ParameterizedTest
    @CsvSource({"608,800,1600,1200", "800,608,1600,1200", "600,600,800,600", "150,200,400,300"})
    void leavesNeitherWidthNorHeightShort(int width, int height, int decodedWidth, int decodedHeight) {
        // Given
        var jpeg = picture(1600, 1200, ".jpg");
        // When
        try (var decoded = decodeReduced(jpeg, (w, h) -> new WantedSize.Size(width, height))) {
            // Then
            assertThat(decoded.pixels().cols()).isEqualTo(decodedWidth);
            assertThat(decoded.pixels().rows()).isEqualTo(decodedHeight);
        }
    }

    /** What the limits let pass has to be read. */
    @ParameterizedTest
    @CsvSource({"1000000, 1", "1, 1000000"})
    void readsTheLongestSideThatTheLimitsLetPass(int width, int height) {
        try (var drawn = new DrawnPicture(width, height, 90)) {
            var picture = drawn.encode(".png");
            // When
            try (var decoded = new PictureDecoder().decode(picture, PictureLimits.STANDARD.check(picture))) {
                // Then
                assertThat(decoded.width()).isEqualTo(width);
                assertThat(decoded.height()).isEqualTo(height);
            }
        }
    }

    @Test
    void leavesAPictureThatLiesOnItsSideNotShort() {
        // Given
        var jpeg = DrawnPicture.turned(picture(1000, 4000, ".jpg"), 6);
        // When
        try (var decoded = decodeReduced(
                jpeg,
                (width, height) -> width > height ? new WantedSize.Size(1280, 320) : new WantedSize.Size(80, 320))) {
            // Then
            assertThat(decoded.pixels().cols()).isEqualTo(2000);
            assertThat(decoded.pixels().rows()).isEqualTo(500);
        }
    }

    @Test
    void leavesOutWhatIsNoPartOfAPng() {
        // Given
        var plain = picture(60, 40, ".png");
        var commented = withChunk(plain, "tEXt");
        // When
        var essence = PngFormat.essence(commented);
        // Then
        assertThat(essence).isEqualTo(PngFormat.essence(plain)).hasSizeLessThan(commented.length);
    }

    @Test
    void refusesAPngWhosePixelsDoNotInflate() {
        // Given
        var png = picture(60, 40, ".png");
        var whole = withChunk(Arrays.copyOf(png, MARK + 25), "IDAT");
        var end = Arrays.copyOfRange(png, png.length - 12, png.length);
        var broken = ByteBuffer.allocate(whole.length + end.length)
                .put(whole)
                .put(end)
                .array();
        var header = PictureLimits.STANDARD.check(broken);
        // When, then
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> decoder.decode(broken, header))
                .matches(failure -> failure.code() == FailureCode.NOT_A_PICTURE);
    }

    @Test
    void blamesTheMachineNotThePictureWhenMemoryIsShort() {
        // Given
        var tooMuch = catchThrowable(() -> new Mat(1 << 30, 1 << 30, opencv_core.CV_8UC1));
        // When, then
        assertThat(tooMuch).isInstanceOf(RuntimeException.class);
        assertThat(Stream.of(tooMuch, new RuntimeException("std::bad_alloc"), new OutOfMemoryError("heap")))
                .allSatisfy(cause -> assertThat(PictureDecoder.failure(7, cause))
                        .isInstanceOf(TransientFailure.class)
                        .hasCause(cause)
                        .extracting(Failure::code)
                        .isEqualTo(FailureCode.OVERLOADED));
    }

    @Test
    void blamesThePictureForEveryOtherRefusal() {
        // Given
        var refusal = catchThrowable(() -> new Mat(-1, -1, opencv_core.CV_8UC1));
        // When, then
        assertThat(PictureDecoder.failure(7, refusal))
                .isInstanceOf(PermanentFailure.class)
                .extracting(Failure::code)
                .isEqualTo(FailureCode.NOT_A_PICTURE);
    }

    @Test
    void namesTheMachineThatHasNoNativeCode() {
        assertThat(NativeLibraries.unsupported("Plan 9", "sparc"))
                .contains("no native OpenCV for Plan 9 on sparc")
                .doesNotContain("\n");
    }

    private DecodedPicture decodeReduced(byte[] jpeg, WantedSize wanted) {
        return decoder.decodeReduced(jpeg, PictureLimits.STANDARD.check(jpeg), wanted);
    }

    private static byte[] picture(int width, int height, String extension) {
        try (var drawn = new DrawnPicture(width, height, 120)) {
            return drawn.encode(extension);
        }
    }

    /** Puts a chunk with some bytes behind the header chunk. */
    private static byte[] withChunk(byte[] png, String name) {
        var body = (name + "Comment\0made for a test").getBytes(StandardCharsets.ISO_8859_1);
        var crc = new CRC32();
        crc.update(body);
        var headerEnd = MARK + 25;
        return ByteBuffer.allocate(png.length + body.length + 8)
                .put(png, 0, headerEnd)
                .putInt(body.length - 4)
                .put(body)
                .putInt((int) crc.getValue())
                .put(png, headerEnd, png.length - headerEnd)
                .array();
    }
}
