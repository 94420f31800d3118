package io.sightline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueRulesTest {
    private static final String KAMELET = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: mine-sink
              annotations:
                camel.apache.org/kamelet.icon: "data:image/svg+xml;base64,AAAA"
                camel.apache.org/provider: Me
              labels:
                camel.apache.org/kamelet.type: sink
            spec:
              definition:
                title: Mine Sink
                description: Logs.
                type: object
                required:
                  - token
                properties:
                  token:
                    title: Token
                    description: Lets in.
                    type: string
                    format: password
                    x-descriptors:
                      - urn:camel:group:credentials
                  level:
                    title: Level
                    description: How loud.
                    type: string
                    default: INFO
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - to: log:{{token}}?level={{level}}
            """;

    @Test
    void passesWhatKeepsThemAll() {
        assertThat(check(KAMELET)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name: mine-sink            | name: mine-target         | the name 'mine-target' does not end with -sink
            title: Mine Sink           | title: Mine               | the title 'Mine' does not end with the word sink
            description: Logs.         | type: object              | the Kamelet has no description
            provider: Me               | group: Mine               | the annotation camel.apache.org/provider is missing
            kamelet.icon:              | kamelet.picture:          | the annotation camel.apache.org/kamelet.icon is missing
            description: How loud.     | example: INFO             | the parameter 'level' has no description
            default: INFO              | example: INFO             | the parameter 'level' is to have a default or to be required
            format: password           | example: x                | the parameter 'token' is to have both 'format: password'
            ?level={{level}}           | ?level=INFO               | the template does not use the parameter 'level'
            """)
    void namesWhatIsBroken(String part, String instead, String message) {
        assertThat(KAMELET).contains(part);

        assertThat(check(KAMELET.replace(part, instead))).anyMatch(finding -> finding.contains(message));
    }

    private static List<String> check(String text) {
        var file = new SourceFile("mine-sink.kamelet.yaml", text.getBytes(StandardCharsets.UTF_8));
        return CatalogueRules.check(file).stream().map(Diagnostic::toString).toList();
    }
}
