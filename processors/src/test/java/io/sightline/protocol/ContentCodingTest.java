package io.sightline.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCodingTest {
    private static final byte[] BODY = "a body, ".repeat(100).getBytes(UTF_8);

    @ParameterizedTest
    @EnumSource
    void readsWhatItWrites(ContentCoding coding) throws IOException {
        var compressed = coding.deflate(BODY);

        assertThat(compressed.length).isLessThan(BODY.length);
        assertThat(coding.inflate(new ByteArrayInputStream(compressed), BODY.length, bytes -> {}))
                .isEqualTo(BODY);
    }

    /** A few kilobytes can become gigabytes: reading stops at the limit, long before the end. */
    @ParameterizedTest
    @EnumSource
    void stopsReadingABodyThatInflatesBeyondTheLimit(ContentCoding coding) {
        var bomb = coding.deflate(new byte[50_000_000]);
        var taken = new AtomicInteger();
        var input = new ByteArrayInputStream(bomb) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                var count = super.read(buffer, offset, Math.min(length, 64));
                taken.addAndGet(count);
                return count;
            }
        };

        assertThatThrownBy(() -> coding.inflate(input, 100_000, bytes -> {}))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.BODY_TOO_LARGE))
                .hasMessageContaining("100000");
        assertThat(taken.get()).isLessThan(bomb.length / 100);
    }

    @ParameterizedTest
    @EnumSource
    void refusesABodyThatIsNotCompressedLikeThat(ContentCoding coding) {
        refused(coding, BODY);
        var compressed = coding.deflate(BODY);
        refused(coding, Arrays.copyOf(compressed, compressed.length / 2));
        refused(coding, new byte[0]);
    }

    @Test
    void knowsTheCodingOfABody() {
        assertThat(ContentCoding.ofBody("")).isEmpty();
        assertThat(ContentCoding.ofBody("identity")).isEmpty();
        assertThat(ContentCoding.ofBody(" GZip ")).contains(ContentCoding.GZIP);
        assertThat(ContentCoding.ofBody("deflate")).contains(ContentCoding.DEFLATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "gzip, gzip", "x"})
    void refusesAnyOtherCodingOfABody(String coding) {
        assertThatThrownBy(() -> ContentCoding.ofBody(coding))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.UNSUPPORTED_MEDIA_TYPE))
                .hasMessageContaining(coding);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "'' | -",
                "identity | -",
                "* | -",
                "br, zstd | -",
                "gzip | GZIP",
                "deflate | DEFLATE",
                "br, GZIP;q=0.5, deflate | GZIP",
                "gzip;q=0, deflate | DEFLATE",
                "gzip; q=0.000 | -",
                ",;, | -",
            })
    void choosesACodingThatTheClientAccepts(String header, String coding) {
        assertThat(ContentCoding.accepted(header).map(ContentCoding::name))
                .isEqualTo(java.util.Optional.ofNullable(coding));
    }

    private static void refused(ContentCoding coding, byte[] body) {
        assertThatThrownBy(() -> coding.inflate(new ByteArrayInputStream(body), 1000, bytes -> {}))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("cannot be read as " + coding.token())
                .hasMessageNotContaining("null");
    }
}
