package io.sightline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipeTranslatorTest {
    @Test
    void writesEveryPartOfAPipe() {
        var pipe = """
                apiVersion: camel.apache.org/v1
                kind: Pipe
                metadata:
                  name: hello
                  annotations:
                    camel.apache.org/operator.id: sightline
                    trait.camel.apache.org/mount.configs: "configmap:x"
                spec:
                  source:
                    ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: timer-source }
                    properties: { message: "50% of a&b", period: 1000 }
                    dataTypes: { out: { format: text } }
                  steps:
                    - ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: insert-header-action }
                      properties: { name: key, value: "{{env:SECRET}}" }
                    - uri: direct:enrich
                  sink:
                    uri: log:hello
                    properties: { level: DEBUG, showHeaders: true }
                  errorHandler:
                    sink:
                      endpoint:
                        ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: log-sink }
                        properties: { loggerName: "lost 100%25", level: WARN }
                      parameters: { maximumRedeliveries: 3, redeliveryDelay: 500, logStackTrace: false }
                """;

        assertThat(translate(pipe)).singleElement().satisfies(route -> {
            assertThat(route.name()).isEqualTo("hello");
            assertThat(route.properties())
                    .isEqualTo(Map.of(
                            "camel.kamelet.insert-header-action.hello-step-1.value",
                            "{{env:SECRET}}",
                            "camel.kamelet.log-sink.hello-dead-letter.loggerName",
                            "lost 100%25"));
            assertThat(route.text()).isEqualTo("""
                    - route:
                        id: hello
                        description: "Pipe hello: timer-source, then insert-header-action, then direct, then log."
                        note: "Pipe of test.pipe.yaml:1"
                        errorHandler:
                          deadLetterChannel:
                            deadLetterUri: "kamelet:log-sink/hello-dead-letter?level=WARN"
                            # with the property camel.kamelet.log-sink.hello-dead-letter.loggerName: "lost 100%25"
                            deadLetterHandleNewException: false
                            redeliveryPolicy:
                              maximumRedeliveries: 3
                              redeliveryDelay: "500"
                              logStackTrace: false
                        from:
                          uri: kamelet:timer-source/hello-source
                          parameters:
                            message: "RAW(50% of a&b)"
                            period: 1000
                          steps:
                            - to:
                                uri: kamelet:insert-header-action/hello-step-1
                                # with the property camel.kamelet.insert-header-action.hello-step-1.value: "{{env:SECRET}}"
                                parameters:
                                  name: key
                            - to:
                                uri: direct:enrich
                            - to:
                                uri: log:hello
                                parameters:
                                  level: DEBUG
                                  showHeaders: true
                    """);
        });
    }

    /** What is consumed is dealt with at least once: nothing is committed before. */
    @ParameterizedTest
    @ValueSource(
            strings = {"ref: { kind: KafkaTopic, apiVersion: kafka.strimzi.io/v1, name: frames }", "uri: 'kafka:frames'"
            })
    void takesTheRecordsOfATopicOneAfterTheOther(String source) {
        var text = translated(pipe("{ " + source + ", properties: { autoOffsetReset: latest } }"));

        assertThat(text).endsWith("""
                    from:
                      uri: kafka:frames
                      parameters:
                        groupId: pipe-mine
                        maxPollRecords: 6
                        fetchMaxBytes: 16777216
                        batching: true
                        batchingIntervalMs: 500
                        pollTimeoutMs: 200
                        breakOnFirstError: true
                        autoCommitEnable: false
                        allowManualCommit: true
                        autoOffsetReset: latest
                      steps:
                        - process:
                            ref: recordByRecord
                        - split:
                            simple: "${body}"
                            streaming: true
                            aggregationStrategy: "#recordByRecord"
                            steps:
                              - to:
                                  uri: log:a
                """.indent(0));
    }

    @Test
    void repeatsNoOptionOfAUri() {
        var text = translated(pipe("{ uri: 'kafka:frames?groupId=other&maxPollRecords=1' }"));

        assertThat(text)
                .contains(
                        "uri: \"kafka:frames?groupId=other&maxPollRecords=1&autoOffsetReset=earliest&",
                        "&autoCommitEnable=false&",
                        "recordByRecord")
                .doesNotContain("parameters", "pipe-mine");
    }

    /** Whoever sets what is committed when has the whole decision. */
    @ParameterizedTest
    @ValueSource(strings = {"autoCommitEnable: true", "batching: true", "allowManualCommit: true"})
    void leavesTheCommitToAPipeThatSpeaksOfIt(String property) {
        var text = translated(pipe("{ uri: 'kafka:frames', properties: { " + property + " } }"));

        assertThat(text)
                .contains("groupId: pipe-mine", "autoOffsetReset: earliest", property)
                .doesNotContain("recordByRecord", "breakOnFirstError");
    }

    @Test
    void sendsToATopicWithWhatThePipeSaysAlone() {
        var text = translated(pipe("{ uri: 'timer:a' }")
                .replace(
                        "{ uri: 'log:a' }",
                        "{ ref: { kind: KafkaTopic, apiVersion: kafka.strimzi.io/v1, name: out } }"));

        assertThat(text).endsWith("        - to:\n            uri: kafka:out\n");
    }

    @Test
    void putsAllStepsIntoThePolicyOfTheAnnotation() {
        var text = translated(pipe("{ uri: 'platform-http:/hook' }")
                .replace("name: mine", "name: mine\n  annotations: { sightline.policy: operators }"));

        assertThat(text).doesNotContain("sightline.public").endsWith("""
                      steps:
                        - policy:
                            ref: operators
                            steps:
                              - to:
                                  uri: log:a
                """);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false", "'yes', false"})
    void isOpenToEverybodyOnlyWhereTheAnnotationSaysTrue(String annotation, boolean open) {
        var text = translated(pipe("{ uri: 'platform-http:/hook' }")
                .replace("name: mine", "name: mine\n  annotations: { sightline.public: '" + annotation + "' }"));

        assertThat(text.contains("sightline.public: true")).isEqualTo(open);
    }

    @Test
    void aFileNameOpensNothingToEverybody() {
        var file = new SourceFile("sightline.public=true.yaml", bytes(pipe("{ uri: 'platform-http:/hook' }")));

        assertThat(PipeTranslator.translate(file))
                .singleElement()
                .satisfies(route -> assertThat(route.text()).doesNotContainPattern("sightline\\.public\\s*[:=]"));
    }

    @Test
    void translatesEachPipeOfAFileAndPassesOverTheRest() {
        var kamelet = "apiVersion: camel.apache.org/v1\nkind: Kamelet\nmetadata: { name: a-sink }\n";
        var two = pipe("{ uri: 'timer:a' }") + "---\n" + kamelet + "---\n"
                + pipe("{ uri: 'timer:a' }").replace("name: mine", "name: other");

        assertThat(translate(two)).extracting(PipeRoute::name).containsExactly("mine", "other");
        assertThat(translate(two).get(1).text()).contains("note: \"Pipe of test.pipe.yaml:13\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            INFO                | INFO
            100                 | 100
            a+b                 | "RAW(a+b)"
            x=1&y=2             | "RAW(x=1&y=2)"
            say "yes"           | "RAW(say \\"yes\\")"
            a(b)                | "RAW{a(b)}"
            ${body}             | "RAW(${body})"
            f(${body})          | "RAW(f(${body}))"
            {{?level}}          | "{{?level}}"
            #bean:mine          | "#bean:mine"
            RAW(a&b)            | "RAW(a&b)"
            null                | "null"
            grüße 日本          | "RAW(grüße 日本)"
            """)
    void writesAValueSoThatItArrives(String value, String written) {
        var source = "{ ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: timer-source },"
                + " properties: { message: '" + value + "' } }";

        assertThat(translated(pipe(source))).contains("        message: " + written + "\n");
    }

    @Test
    void givesAComponentItsPlaceholdersInItsUri() {
        var pipe = pipe("{ uri: 'timer:a', properties: { period: '{{mine.period}}' } }");

        assertThat(translate(pipe)).singleElement().satisfies(route -> {
            assertThat(route.text()).contains("period: \"{{carried:pipe.mine-source.period}}\"");
            assertThat(route.properties()).isEqualTo(Map.of("pipe.mine-source.period", "{{mine.period}}"));
        });
    }

    @Test
    void givesAsAPropertyWhatNoUriCarries() {
        var source = "{ ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: timer-source },"
                + " properties: { message: \"two\\nlines\", contentType: \"a)&b}&c%\" } }";

        assertThat(translate(pipe(source))).singleElement().satisfies(route -> {
            assertThat(route.text())
                    .contains("# with the property camel.kamelet.timer-source.mine-source.message: \"two\\nlines\"\n")
                    .doesNotContain("parameters");
            assertThat(route.properties())
                    .isEqualTo(Map.of(
                            "camel.kamelet.timer-source.mine-source.message",
                            "two\nlines",
                            "camel.kamelet.timer-source.mine-source.contentType",
                            "a)&b}&c%"));
        });
    }

    @Test
    void givesAKameletThatAUriNamesAnIdOfItsOwn() {
        var text = translated(
                pipe("{ uri: 'kamelet:timer-source?message=a' }").replace("log:a", "kamelet:log-sink/chosen"));

        assertThat(text).contains("\"kamelet:timer-source/mine-source?message=a\"", "kamelet:log-sink/chosen\n");
    }

    @Test
    void saysWhatIsMissing() {
        var lacking = pipe("{ uri: 'timer:a' }").replace("sink: { uri: 'log:a' }", "replicas: 1");

        assertThatThrownBy(() -> translate(lacking))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the Pipe 'mine' of test.pipe.yaml:1 has no sink; validate it first");
    }

    static String pipe(String source) {
        return """
                apiVersion: camel.apache.org/v1
                kind: Pipe
                metadata:
                  name: mine
                spec:
                  source: %s
                  sink: { uri: 'log:a' }
                """.formatted(source);
    }

    static String translated(String text) {
        return translate(text).get(0).text();
    }

    private static List<PipeRoute> translate(String text) {
        return PipeTranslator.translate(new SourceFile("folder/test.pipe.yaml", bytes(text)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
