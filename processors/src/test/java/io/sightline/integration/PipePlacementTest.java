package io.sightline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipePlacementTest {
    private static final String PIPE = """
            apiVersion: camel.apache.org/v1
            kind: Pipe
            metadata:
              name: %s
              annotations: {sightline.runs-on: %s}
            spec:
              source: {uri: kafka:in}
              sink: {uri: kafka:out}
            """;

    @Test
    void aPipeRunsInOneProcessUnlessItSaysOtherwise() {
        assertThat(PipePlacement.of(file(PIPE.formatted("a", "one-pod"))))
                .isEqualTo(new PipePlacement(List.of("a"), false));
        assertThat(PipePlacement.of(file(PIPE.formatted("a", "every-pod"))))
                .isEqualTo(new PipePlacement(List.of("a"), true));
    }

    /** As whoever loads the file reads it. */
    @Test
    void aKindCountsAsItIsRead() {
        assertThat(PipePlacement.of(file(PIPE.formatted("a", "one-pod").replace("kind: Pipe", "kind: \"\\u0050ipe\"")))
                        .names())
                .containsExactly("a");
    }

    @Test
    void ofSeveralInAFileAllHaveToSayIt() {
        var both = file(PIPE.formatted("a", "every-pod") + "---\n" + PIPE.formatted("b", "one-pod"));

        assertThat(PipePlacement.of(both)).isEqualTo(new PipePlacement(List.of("a", "b"), false));
    }

    @Test
    void whatHoldsNoPipeHasNoPlace() {
        assertThat(PipePlacement.of(file("- route: {id: Pipe}")).names()).isEmpty();
        assertThat(PipePlacement.of(file("kind: Pipe\n\tmetadata")).names()).isEmpty();
        assertThat(PipePlacement.of(new SourceFile("Pipe.java", "class Pipe {}".getBytes(StandardCharsets.UTF_8)))
                        .names())
                .isEmpty();
    }

    /** It is refused, and the database takes no zero byte and no name without end. */
    @Test
    void whatHasANameThatNobodyTakesHasNoPlace() {
        assertThat(PipePlacement.of(file(PIPE.formatted("\"\\0bad\"", "one-pod")))
                        .names())
                .isEmpty();
        assertThat(PipePlacement.of(file(PIPE.formatted("a".repeat(3000), "one-pod")))
                        .names())
                .isEmpty();
        assertThat(PipePlacement.of(file(PIPE.formatted("a", "one-pod") + "---\n" + PIPE.formatted("B", "one-pod")))
                        .names())
                .isEmpty();
    }

    @Test
    void anotherPlaceIsAMistake() {
        var findings = new Validator(Surroundings.of(getClass().getClassLoader()))
                .validate(List.of(file(PIPE.formatted("a", "every-pot"))));

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.message()).contains("every-pot", "one-pod, every-pod");
            assertThat(finding.hint()).contains("every-pod");
            assertThat(finding.line()).isEqualTo(5);
        });
    }

    private static SourceFile file(String text) {
        return new SourceFile("a.pipe.yaml", text.getBytes(StandardCharsets.UTF_8));
    }
}
