package io.sightline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaFileCheckTest {
    private static final String CLASS = """
            import org.apache.camel.builder.RouteBuilder;

            public class Mine extends RouteBuilder {
                @Override
                public void configure() {
                    from("timer:mine").routeId("mine").log("x");
                }
            }
            """;

    /** Its findings are another thread's until it has ended. */
    @Test
    void theCompilerHasEndedWhenAnotherFileCannotBeJudged() {
        var surroundings = new Surroundings(
                getClass().getClassLoader(),
                new Unreadable(),
                Map.of(),
                null,
                name -> false,
                List.of(),
                Set.of(),
                (language, text, predicate) -> Optional.empty());
        var files = List.of(
                file("Mine.java", CLASS),
                file("a.camel.yaml", "- route: {id: a, from: {uri: 'timer:{{a}}', steps: [{log: x}]}}"));

        assertThatThrownBy(() -> new Validator(surroundings).validate(files)).hasMessage("unreadable");

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("sightline-compile");
    }

    @ParameterizedTest
    @CsvSource({
        "'',true",
        "'.copy(false).dynamicUri(true)',true",
        "'.dynamicUri(\"true\")',true",
        "'.to(\"log:x\").wireTap(\"log:x\").dynamicUri(false)',true",
        "'.dynamicUri(false)',false",
        "'.copy(false).dynamicUri(\"false\")',false",
        "'.dynamicUri(Boolean.getBoolean(\"x\"))',false"
    })
    void aWireTapMaySayThatItsTextIsNotFilledIn(String options, boolean isFilledIn) {
        var tap = "wireTap(\"kamelet:log-sink/a?x=${routeId}\")" + options;
        var surroundings = Surroundings.of(getClass().getClassLoader());
        var files = List.of(file("Mine.java", CLASS.replace("log(\"x\")", tap)));

        var findings = new Validator(surroundings)
                .validate(files).stream().map(Object::toString).toList();

        assertThat(findings).noneMatch(finding -> finding.contains("the compiler says"));
        assertThat(findings.stream().anyMatch(finding -> finding.contains("'x' is an expression")))
                .isEqualTo(isFilledIn);
    }

    private static SourceFile file(String name, String text) {
        return new SourceFile(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Names of properties that nobody can ask for. */
    private static final class Unreadable extends AbstractSet<String> {
        @Override
        public boolean contains(Object name) {
            throw new IllegalStateException("unreadable");
        }

        @Override
        public Iterator<String> iterator() {
            throw new IllegalStateException("unreadable");
        }

        @Override
        public int size() {
            return 1;
        }
    }
}
