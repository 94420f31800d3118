package io.sightline.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureLimitsTest {
    private static final PictureLimits LIMITS = PictureLimits.STANDARD;

    @ParameterizedTest
    @CsvSource({".jpg,image/jpeg", ".png,image/png", ".webp,image/webp"})
    void readsTypeAndSizeFromTheBytes(String extension, String mediaType) {
        // Given
        var picture = picture(extension);
        // When
        var header = LIMITS.check(picture);
        // Then
        assertThat(header).isEqualTo(new PictureHeader(mediaType, 321, 123));
    }

    @Test
    void acceptsAProgressiveJpeg() {
        try (var drawn = new DrawnPicture(200, 100, 90)) {
            assertThat(LIMITS.check(drawn.progressive()).width()).isEqualTo(200);
        }
    }

    @Test
    void refusesAnEmptyBody() {
        refuses(new byte[0], FailureCode.EMPTY_BODY, "0 bytes");
    }

    @Test
    void refusesMoreBytesThanTheLimitAndNamesBoth() {
        // Given
        var picture = picture(".png");
        var limits = new PictureLimits(picture.length - 1, 50_000_000, 64);
        // When, then
        refuses(
                limits,
                picture,
                FailureCode.BODY_TOO_LARGE,
                picture.length + " bytes, the limit is " + (picture.length - 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GIF89a............",
                "%PDF-1.7 ..........",
                "<svg xmlns='http://www.w3.org/2000/svg'/>",
                "\ufeff  <!DOCTYPE html><html></html>",
                "<?xml version='1.0'?><svg/>",
                "II*\0............",
                "MM\0*............",
                "\0\0\0 ftypheic....",
                "PK\u0003\u0004...........",
                "RIFF....AVI ........"
            })
    void refusesKnownKindsThatAreNotRead(String content) {
        refuses(
                content.getBytes(StandardCharsets.UTF_8),
                FailureCode.UNSUPPORTED_MEDIA_TYPE,
                "send a JPEG, PNG or WebP");
    }

    @ParameterizedTest
    @ValueSource(strings = {".bmp", ".tiff"})
    void refusesPicturesOfOtherFormats(String extension) {
        refuses(picture(extension), FailureCode.UNSUPPORTED_MEDIA_TYPE, "the bytes are a");
    }

    @Test
    void refusesRubbish() {
        refuses("no picture".getBytes(StandardCharsets.UTF_8), FailureCode.NOT_A_PICTURE, "6e 6f 20 70");
    }

    @ParameterizedTest
    @ValueSource(strings = {".jpg", ".png", ".webp"})
    void refusesAPictureThatIsCutAnywhereBehindItsMark(String extension) {
        var picture = picture(extension);
        for (int length = 12; length < picture.length; length += Math.max(1, picture.length / 97)) {
            refuses(Arrays.copyOf(picture, length), FailureCode.TRUNCATED_PICTURE, "after " + length + " bytes");
        }
        refuses(Arrays.copyOf(picture, picture.length - 1), FailureCode.TRUNCATED_PICTURE, "is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {".jpg", ".png", ".webp"})
    void toleratesPaddingBehindTheEnd(String extension) {
        var picture = picture(extension);
        assertThat(LIMITS.check(Arrays.copyOf(picture, picture.length + 4096)).width())
                .isEqualTo(321);
    }

    @Test
    void refusesAPngWithAWrongCheckSum() {
        // Given
        var picture = picture(".png");
        picture[picture.length / 2] ^= 0x55;
        // When, then
        refuses(picture, FailureCode.NOT_A_PICTURE, "check sum");
    }

    @Test
    void refusesAHugePngByItsHeaderAlone() {
        refuses(
                pngHeader(30_000, 30_000),
                FailureCode.TOO_MANY_PIXELS,
                "30000x30000 = 900000000 pixels, the limit is 50000000");
    }

    @ParameterizedTest
    @CsvSource({"1000001, 1", "1, 1000001"})
    void refusesASideThatIsLongerThanTheDecodersRead(int width, int height) {
        refuses(
                pngHeader(width, height),
                FailureCode.TOO_MANY_PIXELS,
                "the picture has " + width + "x" + height + " pixels, the limit of a side is 1000000; send it smaller");
    }

    @Test
    void refusesAHugeJpegByItsHeaderAlone() {
        refuses(jpeg(30_000, 30_000, 1), FailureCode.TOO_MANY_PIXELS, "30000x30000");
    }

    @Test
    void refusesAPictureWithoutPixels() {
        refuses(jpeg(0, 10, 1), FailureCode.NOT_A_PICTURE, "0x10");
    }

    @Test
    void refusesAJpegOfFourThousandScans() {
        refuses(jpeg(100, 100, 4000), FailureCode.UNSUPPORTED_MEDIA_TYPE, "4000 scans, the limit is 64");
    }

    /** What a decoder skips as a bare marker could hide the true header in a segment that it does not see. */
    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x01, 0xd0, 0xd7, 0xd8})
    void refusesASegmentBehindAMarkerThatHasNone(int marker) {
        // Given
        var hidden = ByteBuffer.allocate(200)
                .putInt(0xffd8_ff00 | marker)
                .putShort((short) 19)
                .put(jpeg(30_000, 30_000, 0), 2, 15)
                .putShort((short) 0)
                .put(jpeg(64, 64, 1), 2, 27)
                .array();
        // When, then
        refuses(hidden, FailureCode.NOT_A_PICTURE, "the marker %02X at byte 3".formatted(marker));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x01, 0xd8})
    void refusesAMarkerWithoutASegmentInCodedData(int marker) {
        // Given
        var jpeg = jpeg(100, 100, 2);
        jpeg[jpeg.length - 4] = -1;
        jpeg[jpeg.length - 3] = (byte) marker;
        // When, then
        refuses(jpeg, FailureCode.NOT_A_PICTURE, "stands outside of coded data");
    }

    @Test
    void refusesASecondFrameHeader() {
        // Given
        var first = jpeg(64, 64, 0);
        var twice = ByteBuffer.allocate(2 + 13 + 27)
                .put(first, 0, 15)
                .put(jpeg(30_000, 30_000, 1), 2, 27)
                .array();
        // When, then
        refuses(twice, FailureCode.NOT_A_PICTURE, "more than one frame header");
    }

    @Test
    void takesTheLimitOfScansFromItsOwner() {
        // Given
        var limits = new PictureLimits(1 << 20, 50_000_000, 3);
        // When, then
        refuses(limits, jpeg(100, 100, 4), FailureCode.UNSUPPORTED_MEDIA_TYPE, "4 scans, the limit is 3");
        assertThat(limits.check(jpeg(100, 100, 3)).width()).isEqualTo(100);
    }

    @Test
    void refusesLimitsThatAllowNothing() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new PictureLimits(0, 1, 1))
                .withMessageContaining("0 bytes");
    }

    private static void refuses(byte[] picture, FailureCode code, String message) {
        refuses(LIMITS, picture, code, message);
    }

    private static void refuses(PictureLimits limits, byte[] picture, FailureCode code, String message) {
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> limits.check(picture))
                .withMessageContaining(message)
                .asInstanceOf(type(PermanentFailure.class))
                .extracting(PermanentFailure::code)
                .isEqualTo(code);
    }

    private static byte[] picture(String extension) {
        try (var drawn = new DrawnPicture(321, 123, 160).write("Sightline", 10, 80)) {
            return drawn.encode(extension);
        }
    }

    private static byte[] pngHeader(int width, int height) {
        var header = ByteBuffer.allocate(33)
                .put("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(13)
                .put("IHDR".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0});
        var crc = new CRC32();
        crc.update(header.array(), 12, 17);
        return header.putInt((int) crc.getValue()).array();
    }

    /** A progressive JPEG with the given number of empty scans. */
    private static byte[] jpeg(int width, int height, int scans) {
        var jpeg = ByteBuffer.allocate(17 + scans * 12)
                .putInt(0xffd8_ffc2)
                .putShort((short) 11)
                .put((byte) 8)
                .putShort((short) height)
                .putShort((short) width)
                .put(new byte[] {1, 1, 0x11, 0});
        for (int i = 0; i < scans; i++) {
            jpeg.put(new byte[] {-1, (byte) 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 42, 42});
        }
        return jpeg.putShort((short) 0xffd9).array();
    }
}
