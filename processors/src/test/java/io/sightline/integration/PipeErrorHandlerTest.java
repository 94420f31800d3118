package io.sightline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the error handler of a Pipe. */
class PipeErrorHandlerTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            none: {}                                        | noErrorHandler: {}
            log: {}                                         | defaultErrorHandler: {}
            log: { parameters: { maximumRedeliveries: 2 } } | maximumRedeliveries: 2
            """)
    void writesTheErrorHandler(String given, String written) {
        assertThat(PipeTranslatorTest.translated(
                        PipeTranslatorTest.pipe("{ uri: 'timer:a' }") + "  errorHandler: { " + given + " }\n"))
                .contains(written);
    }

    /** By the sources that read again what failed; from all others an error handler's endpoint gets everything. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            { uri: 'kafka:a' }                                                                          | true
            { ref: { kind: KafkaTopic, apiVersion: kafka.strimzi.io/v1, name: a } }                     | true
            { ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: s3-frames-source } }         | true
            { uri: 'kamelet:claims-source/mine?group=a' }                                               | true
            { uri: 'kafka:a', properties: { autoCommitEnable: true } }                                  | false
            { uri: 'timer:a' }                                                                          | false
            { ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: timer-source } }             | false
            """)
    void letsOutagesWaitWhereTheSourceReadsAgain(String source, boolean waits) {
        var text = PipeTranslatorTest.translated(
                PipeTranslatorTest.pipe(source) + "  errorHandler: { sink: { endpoint: { uri: 'log:dead' },"
                        + " parameters: { maximumRedeliveries: 2 } } }\n");

        assertThat(text.startsWith("""
                - onException:
                    exception:
                      - java.lang.Exception
                    onWhen:
                      method:
                        ref: pipeFailures
                        method: waits
                    handled:
                      constant: "false"
                    redeliveryPolicy:
                      maximumRedeliveries: 2
                      logExhausted: false
                    steps:
                      - process:
                          ref: pipeFailures
                - route:
                """)).isEqualTo(waits);
        assertThat(text).contains("deadLetterUri: log:dead");
    }

    @Test
    void passesOverWhatIsToBeLoggedOnlyWhereTheSourceReadsAgain() {
        var handler = "  errorHandler: { log: {} }\n";

        assertThat(PipeTranslatorTest.translated(PipeTranslatorTest.pipe("{ uri: 'kafka:a' }") + handler))
                .startsWith("- onException:")
                .contains("deadLetterUri: ", "bean:pipeFailures?method=passOver");
        assertThat(PipeTranslatorTest.translated(PipeTranslatorTest.pipe("{ uri: 'timer:a' }") + handler))
                .doesNotContain("onException", "deadLetterUri");
    }

    @Test
    void knowsTheSourcesOfTheCatalogue() throws IOException {
        try (var files = Files.list(Path.of("..", "kamelets"))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith("-source.kamelet.yaml"))
                            .map(name -> name.replace(".kamelet.yaml", "")))
                    .containsExactlyInAnyOrderElementsOf(PipeEnd.READ_AGAIN);
        }
    }
}
