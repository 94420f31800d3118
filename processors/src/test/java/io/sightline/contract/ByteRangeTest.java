package io.sightline.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-9, bytes 0-9/100, 10",
        "bytes=0-0, bytes 0-0/100, 1",
        "bytes=90-, bytes 90-99/100, 10",
        "bytes=90-200, bytes 90-99/100, 10",
        "bytes=0-9223372036854775807, bytes 0-99/100, 100",
        "bytes=90-99999999999999999999, bytes 90-99/100, 10",
        "bytes=-99999999999999999999, bytes 0-99/100, 100",
        "bytes=00000000000000000000090-091, bytes 90-91/100, 2",
        "bytes=-10, bytes 90-99/100, 10",
        "bytes=-200, bytes 0-99/100, 100",
        "Bytes=99-99, bytes 99-99/100, 1"
    })
    void namesAPart(String header, String answer, long length) {
        var range = ByteRange.of(header, 100).orElseThrow();

        assertThat(range.isSatisfiable()).isTrue();
        assertThat(range.header()).isEqualTo(answer);
        assertThat(range.length()).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=100-",
                "bytes=100-200",
                "bytes=-0",
                "bytes=999999999999999999-",
                "bytes=99999999999999999999-",
                "bytes=99999999999999999998-99999999999999999999"
            })
    void knowsAPartThatHoldsNoByte(String header) {
        var range = ByteRange.of(header, 100).orElseThrow();

        assertThat(range.isSatisfiable()).isFalse();
        assertThat(range.header()).isEqualTo("bytes */100");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "bytes=-",
                "bytes=9-0",
                "bytes=0-1,5-6",
                "bytes=a-b",
                "lines=0-1",
                "bytes=99999999999999999999-99999999999999999998",
                "0-1"
            })
    void takesTheWholeForWhatIsNoRange(String header) {
        assertThat(ByteRange.of(header, 100)).isEqualTo(Optional.empty());
    }
}
