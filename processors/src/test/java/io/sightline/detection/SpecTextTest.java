package io.sightline.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecTextTest {
    private final SpecText specs = new SpecText(List.of("dbnet", "yolo"));

    @Test
    void namesTheKeyThatIsGivenTwiceAndTheLineOfTheSecond() {
        refuses("""
                family: yolo
                labels: [crate]
                family: dbnet
                """, "the key family is given a second time in line 3; keep one of the two");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {family: yolo, thresholds: {score: 0.5, score: 0.6}} | the key score is given a second time in line 1
                    {"family": "yolo", "family": "dbnet"} | the key family is given a second time in line 1
                    """)
    void findsThemInMappingsWithinAndInJson(String text, String message) {
        refuses(text, message);
    }

    @Test
    void takesTheSameKeyInTwoMappings() {
        assertThat(specs.parse("{a: {score: 1}, b: {score: 2}}").size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   \n", "# family: yolo\n", "---\n", "~"})
    void saysOfAnEmptyTextWhatToWrite(String text) {
        refuses(text, "there is nothing in it; write at least family: with one of [dbnet, yolo], or take it away");
    }

    @Test
    void showsWhatIsNoMapping() {
        refuses("[yolo]", "not a mapping of keys, but [\"yolo\"]; write at least family:");
    }

    @Test
    void namesTheLineThatIsNoYaml() {
        refuses("family: yolo\nlabels: [", "line 2");
    }

    private void refuses(String text, String message) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> specs.parse(text))
                .withMessageContaining(message);
    }
}
