package io.sightline.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
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

    @ParameterizedTest
    @CsvSource({
        "GZIP,1",
        "GZIP,8",
        "GZIP,18",
        "GZIP,19",
        "GZIP,500",
        "GZIP,100000",
        "DEFLATE,1",
        "DEFLATE,500",
        "DEFLATE,100000"
    })
    void refusesWhatFollowsTheEndOfABody(ContentCoding coding, int count) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(coding.deflate(BODY));
        body.writeBytes(new byte[count]);

        for (var step : List.of(1, 7, 512, 1 << 20)) {
            assertThatThrownBy(() -> coding.inflate(bySteps(body.toByteArray(), step), 1000, bytes -> {}))
                    .isInstanceOf(PermanentFailure.class)
                    .hasMessageContaining("cannot be read as " + coding.token() + ": there are bytes behind its end");
        }
    }

    /** However few bytes are at hand when one member ends: by that alone the JDK would take it for the last one. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 30, 512, 1 << 20})
    void readsGzipOfSeveralMembers(int step) throws IOException {
        var body = new ByteArrayOutputStream();
        body.writeBytes(ContentCoding.GZIP.deflate(Arrays.copyOf(BODY, 300)));
        body.writeBytes(ContentCoding.GZIP.deflate(new byte[0]));
        body.writeBytes(ContentCoding.GZIP.deflate(Arrays.copyOfRange(BODY, 300, BODY.length)));

        assertThat(ContentCoding.GZIP.inflate(bySteps(body.toByteArray(), step), BODY.length, bytes -> {}))
                .isEqualTo(BODY);
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

    /** A body of which at most so many bytes come at a time, and none is announced. */
    private static InputStream bySteps(byte[] body, int step) {
        return new ByteArrayInputStream(body) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, step));
            }

            @Override
            public synchronized int available() {
                return 0;
            }
        };
    }

    private static void refused(ContentCoding coding, byte[] body) {
        assertThatThrownBy(() -> coding.inflate(new ByteArrayInputStream(body), 1000, bytes -> {}))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("cannot be read as " + coding.token())
                .hasMessageNotContaining("null");
    }
}
