package io.sightline.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonLiteralTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {0: 'person', 1: "driver's cab"} | {"0":"person","1":"driver's cab"}
                    ['a', 'b'] | ["a","b"]
                    (640, 480) | [640,480]
                    (640,) | [640]
                    [ ] | []
                    {} | {}
                    { True : 1 , 'a': {None: {0.5: 2}}} | {"true":1,"a":{"null":{"0.5":2}}}
                    {'nms': None, 'half': False, 'end2end': True} | {"nms":null,"half":false,"end2end":true}
                    {'fraction': 1.0, 'rate': -1e-05, 'n': -3} | {"fraction":1.0,"rate":-1.0E-5,"n":-3}
                    'sign "exit"' | "sign \\"exit\\""
                    'it\\'s' | "it's"
                    'B\\u00fcro \\xe9 \\U0001f600' | "Büro é 😀"
                    '人' | "人"
                    """)
    void readsWhatPythonWrites(String literal, String json) {
        assertThat(PythonLiteral.read(literal)).hasToString(json);
    }

    @Test
    void readsLineBreaksAndTabs() {
        assertThat(PythonLiteral.read("'a\\nb\\tc\\\\d\\r'").asText()).isEqualTo("a\nb\tc\\d\r");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{0: 'person'",
                "{0 'person'}",
                "['a' 'b']",
                "'open",
                "'open\\",
                "'\\x4",
                "'\\xzz'",
                "'\\Uffffffff'",
                "'\\q'",
                "{0: 'a'} trailing",
                "__import__('os').system('true')",
                "99999999999999999999999",
                "nan",
                "[1, 2)",
                "{[1]: 2}",
                "{(1, 2): 3}",
                "{{1: 2}: 3}",
                "{{}: 3}"
            })
    void refusesWhatIsNoLiteral(String text) {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> PythonLiteral.read(text));
    }

    @Test
    void saysWhereItStopped() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> PythonLiteral.read("{0: person}"))
                .withMessage("unexpected 'p' at character 4");
    }

    @Test
    void refusesWhatIsTooDeepOrTooLong() {
        // Given
        var deep = "[".repeat(100_000);
        var deepKey = "{".repeat(100_000);
        var tooLong = "'" + "a".repeat(1 << 20) + "'";
        // When, then
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> PythonLiteral.read(deep))
                .withMessage("a literal deeper than 8");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> PythonLiteral.read(deepKey))
                .withMessage("unexpected '{' at character 1");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> PythonLiteral.read(tooLong))
                .withMessageContaining("1048578 characters");
    }
}
