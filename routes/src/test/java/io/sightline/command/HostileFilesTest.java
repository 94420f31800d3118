package io.sightline.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.Diagnostic;
import io.sightline.integration.SourceFile;
import io.sightline.integration.Validator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, something is said of it, in a time that goes with its length, and nothing breaks. */
class HostileFilesTest {
    private static final Validator VALIDATOR = new Validator(CommandRun.surroundings(Set.of(), Set.of()));
    private static final int LONG = 400_000;

    /** Each of them took minutes, or the stack, by the obvious way to read it. */
    @ParameterizedTest
    @ValueSource(strings = {"{{", "${", "RAW(", "1s", "a&b=", "a:", "{{a:"})
    void survivesALongTextOfOneThing(String part) {
        var text = part.repeat(LONG / part.length());

        assertThat(validate("- route: { id: a, from: { uri: 'timer:" + text + "', parameters: { period: '" + text
                        + "' }, steps: [ { log: { message: '" + text + "', disabled: perhaps } } ] } }\n"))
                .anySatisfy(finding -> assertThat(finding.message()).contains("'disabled' is 'perhaps'"))
                .allSatisfy(finding -> assertThat(finding.toString()).hasSizeLessThan(3_500));
    }

    @Test
    void survivesALongName() {
        var name = "a".repeat(LONG);

        assertThat(validate("- route: { id: a, ? " + name + " : b, from: { uri: '" + name
                        + ":b', steps: [ { log: a } ] } }\n"))
                .isNotEmpty();
    }

    /** A backtracking that would not end. */
    @Test
    void survivesAPatternThatTakesForEver() {
        var kamelet = new SourceFile("slow-sink.kamelet.yaml", """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata: { name: slow-sink, labels: { camel.apache.org/kamelet.type: sink } }
                spec:
                  definition:
                    title: Slow Sink
                    properties:
                      name: { title: Name, type: string, pattern: "^(.*a){20}$" }
                  template:
                    from: { uri: kamelet:source, steps: [ { to: "log:{{name}}" } ] }
                """.getBytes(StandardCharsets.UTF_8));
        var user = file(
                "- route: { id: a, from: { uri: timer:a, steps: [ { to: { uri: kamelet:slow-sink, parameters: { name: "
                        + "a".repeat(60) + "! } } } ] } }\n");

        assertThat(VALIDATOR.validate(List.of(kamelet, user))).isEmpty();
    }

    @Test
    void quotesNothingThatSteersATerminal() {
        assertThat(validate(
                        "- route: { id: a, \"\\e[31mred\\n\": b, from: { uri: timer:a, steps: [ { log: a } ] } }\n"))
                .singleElement()
                .asString()
                .contains("unknown key '\\u001b[31mred\\u000a'")
                .doesNotContain("\u001b", "\n");
    }

    /** What an editor or a copy leaves when it is interrupted, or a disk when it fails. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka-to-log.camel.yaml",
                "kafka-to-log.test.yaml",
                "several.pipe.yaml",
                "mine-source.kamelet.yaml",
                "guarded-rest.camel.yaml"
            })
    void survivesAFileThatIsCutOffOrDamagedAnywhere(String name) throws Exception {
        var content = Files.readAllBytes(Path.of("src/test/resources/corpus/valid", name));
        var random = new Random(8);

        for (int length = 1; length < content.length; length += 7) {
            var cut = Arrays.copyOf(content, length);
            var damaged = content.clone();
            damaged[random.nextInt(content.length)] = (byte) random.nextInt(256);
            for (var bytes : List.of(cut, damaged)) {
                assertThat(VALIDATOR.validate(List.of(new SourceFile(name, bytes))))
                        .allSatisfy(finding -> {
                            assertThat(finding.line()).isPositive();
                            assertThat(finding.column()).isPositive();
                            assertThat(finding.message()).isNotBlank();
                        });
            }
        }
    }

    private static List<Diagnostic> validate(String text) {
        return VALIDATOR.validate(List.of(file(text)));
    }

    private static SourceFile file(String text) {
        return new SourceFile("a.camel.yaml", text.getBytes(StandardCharsets.UTF_8));
    }
}
