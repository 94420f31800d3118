package io.sightline.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityTagTest {
    private static final EntityTag STRONG = new EntityTag("abc", false);
    private static final EntityTag WEAK = new EntityTag("abc", true);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "\"abc\"; true",
                "W/\"abc\"; true",
                "*; true",
                "\"x\", \"abc\"; true",
                "\"abcd\"; false",
                "abc; false",
                "~~; false"
            })
    void isNamedByTheHeaderOfAClientThatHasIt(String ifNoneMatch, boolean isNamed) {
        assertThat(STRONG.isNamedBy(ifNoneMatch)).isEqualTo(isNamed);
        assertThat(WEAK.isNamedBy(ifNoneMatch)).isEqualTo(isNamed);
    }

    @Test
    void isNamedByNoHeaderAtAll() {
        assertThat(STRONG.isNamedBy(null)).isFalse();
    }

    @Test
    void letsPartsBePutTogetherOfTheVerySameBytesOnly() {
        assertThat(STRONG.isUnchangedFor(null)).isTrue();
        assertThat(STRONG.isUnchangedFor("\"abc\"")).isTrue();
        assertThat(STRONG.isUnchangedFor("\"x\"")).isFalse();
        assertThat(STRONG.isUnchangedFor("W/\"abc\"")).isFalse();
        assertThat(WEAK.isUnchangedFor("\"abc\"")).isFalse();
        assertThat(STRONG.header()).isEqualTo("\"abc\"");
        assertThat(WEAK.header()).isEqualTo("W/\"abc\"");
    }
}
