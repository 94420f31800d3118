package io.sightline.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    private static final List<String> KNOWN = List.of("threshold", "thresholds", "decode", "topics.dead-letters");

    @ParameterizedTest
    @CsvSource({
        "treshold,           threshold",
        "thresholdss,        thresholds",
        "decdoe,             decode",
        "DECODE,             decode",
        "topics.deadLetters, topics.dead-letters"
    })
    void isTheOneThatTakesTheFewestEdits(String name, String nearest) {
        assertThat(NearestName.of(name, KNOWN)).contains(nearest);
        assertThat(NearestName.hint(name, KNOWN)).isEqualTo(", did you mean " + nearest + "?");
    }

    @ParameterizedTest
    @CsvSource({"family", "model.input.width", "''"})
    void isNoneWhenNoneIsNear(String name) {
        assertThat(NearestName.of(name, KNOWN)).isEmpty();
        assertThat(NearestName.hint(name, KNOWN)).isEmpty();
    }

    @Test
    void isNoneOfNone() {
        assertThat(NearestName.of("decode", List.of())).isEmpty();
    }
}
