package io.sightline.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentEncodingTest {
    @ParameterizedTest
    @CsvSource({"a+b, a+b", "caf%C3%A9, caf\u00e9", "%41%f0%9F%94%A7z, A\ud83d\udd27z", "\u00e9%20\u00e9, \u00e9 \u00e9"
    })
    void decodesUtf8(String encoded, String text) {
        assertThat(PercentEncoding.decode(encoded)).hasValue(text);
    }

    /** Bytes alone, half of a pair, more bytes than needed, and a character that is cut off by others. */
    @ParameterizedTest
    @ValueSource(strings = {"%FF", "%ED%A0%80", "%C0%AF", "%E9", "%C3x%A9", "x%F0%9F%94"})
    void isEmptyForWhatIsNoUtf8(String encoded) {
        assertThat(PercentEncoding.decode(encoded)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "a%zz", "%-1", "%+1", "%\uff11\uff11"})
    void refusesAPercentSignWithoutDigits(String encoded) {
        assertThatThrownBy(() -> PercentEncoding.decode(encoded)).isInstanceOf(IllegalArgumentException.class);
    }
}
