package io.sightline.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void takesNumbersForTheSameWhateverTheirFormAndKeysInAnyOrder() throws IOException {
        assertThat(json("{\"a\": 1.0, \"b\": [2e1]}", "{\"b\": [20], \"a\": 1}"))
                .isEmpty();
    }

    @Test
    void tellsANumberFromAText() throws IOException {
        assertThat(json("1", "\"1\"")).containsExactly("expected 1, got \"1\"");
        assertThat(json("null", "{}")).containsExactly("expected null, got {}");
    }

    @Test
    void showsTenDifferencesAtMost() throws IOException {
        assertThat(json("[]", "[1,2,3,4,5,6,7,8,9,10,11,12]"))
                .hasSize(11)
                .startsWith("[0]: expected nothing, got 1")
                .endsWith("and 2 more");
    }

    @Test
    void quotesNothingThatSteersATerminal() {
        assertThat(TextDifference.lines("a", "\u001b[31m"))
                .allSatisfy(line -> assertThat(line).doesNotContain("\u001b"));
    }

    /** Wherever they differ, and however long they are. */
    @Test
    void findsTheFirstDifferenceOfAnyTwoTexts() {
        var random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            var expected = text(random);
            var got = random.nextBoolean() ? text(random) : expected + text(random);
            var lines = TextDifference.lines(expected, got);

            assertThat(lines.isEmpty()).isEqualTo(expected.equals(got));
            assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThan(400));
        }
    }

    private static java.util.List<String> json(String expected, String got) throws IOException {
        return JsonDifference.lines(JSON.readTree(expected), JSON.readTree(got));
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        for (int length = random.nextInt(300); length > 0; length--) {
            text.append(random.nextInt(20) == 0 ? '\n' : (char) ('a' + random.nextInt(2)));
        }
        return text.toString();
    }
}
