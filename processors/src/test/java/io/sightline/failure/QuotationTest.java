package io.sightline.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotationTest {
    @ParameterizedTest
    @CsvSource({
        "'a\nb', a\\u000ab",
        "gate \u202E4, gate \\u202e4",
        "می\u200Cروم, می\\u200cروم",
        "a\uDB40\uDC01, a\\udb40\\udc01",
        "Süd 摄像头, Süd 摄像头"
    })
    void escapesWhatIsNotSeen(String text, String quoted) {
        assertThat(Quotation.of(text)).isEqualTo(quoted);
    }

    @Test
    void isOfBoundedLength() {
        assertThat(Quotation.of("x".repeat(100))).isEqualTo("x".repeat(100));
        assertThat(Quotation.of("x".repeat(101))).isEqualTo("x".repeat(100) + "...");
        assertThat(Quotation.of("\uD83D\uDCF7".repeat(100))).doesNotContain("...");
        assertThat(Quotation.of("abcd", 3)).isEqualTo("abc...");
        assertThat(Quotation.of("")).isEqualTo("empty");
    }
}
