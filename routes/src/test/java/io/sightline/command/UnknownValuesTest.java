package io.sightline.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.Diagnostic;
import io.sightline.integration.SourceFile;
import io.sightline.integration.Validator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known where a route runs, and not here, is no mistake; what is known is judged. */
class UnknownValuesTest {
    private static final String TAKEN = "the consumer group 'sightline-ingest' is that of the built-in route";
    private static final String OWN = "groups that begin with sightline- are the runtime's own";

    @Test
    void anExpressionOfAnotherLanguageThatAPlaceholderCompletesIsNotJudged() {
        var step = "{setBody: {xpath: 'count(//a) %s 3'}}";

        assertThat(validate("a.camel.yaml", route("timer:a", step.formatted("{{operator:=}}"))))
                .isEmpty();
        assertThat(validate("a.camel.yaml", route("timer:a", step.formatted("equals"))))
                .singleElement()
                .asString()
                .contains("the expression in xpath cannot be read");
    }

    @Test
    void aDefaultDoesNotCountWhereItsPropertyIsSet() {
        var reader = route("kafka:a?groupId={{group:sightline-ingest}}", "{log: x}");

        assertThat(ofGroups("a.camel.yaml", reader)).singleElement().asString().contains(TAKEN);
        assertThat(ofGroups("a.camel.yaml", reader, "group")).isEmpty();
    }

    @Test
    void anIdWithAPlaceholderIsComparedByItsValue() {
        var reader = route("kafka:a?groupId=sightline-ingest", "{log: x}");

        assertThat(ofGroups("a.camel.yaml", reader.replace("id: a", "id: '{{id:ingest-frames}}'")))
                .isEmpty();
        assertThat(ofGroups("a.camel.yaml", reader.replace("id: a", "id: '{{id:other}}'")))
                .singleElement()
                .asString()
                .contains(TAKEN);
        assertThat(ofGroups("a.camel.yaml", reader.replace("id: a", "id: '{{id:other}}'"), "id"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ".routeId(System.getProperty(\"id\"))|false",
                ".routeId(\"ingest-frames\")|false",
                ".routeId(\"other\")|true",
                "''|true"
            })
    void aRouteOfJavaWhoseIdIsComputedIsJudgedOnceItIsMade(String id, boolean isFound) {
        assertThat(ofGroups("Reads.java", java("sightline-ingest", id))).hasSize(isFound ? 1 : 0);
    }

    @Test
    void theRuntimesOwnGroupsAreTakenForPipesAlone() {
        var pipe = """
                apiVersion: camel.apache.org/v1
                kind: Pipe
                metadata: {name: a}
                spec:
                  source: {uri: 'kafka:orders?groupId=sightline-mine'}
                  sink: {uri: log:a}
                """;

        assertThat(ofGroups("a.pipe.yaml", pipe)).singleElement().asString().contains(OWN);
        assertThat(ofGroups("Reads.java", java("sightline-mine", ""))).isEmpty();
        assertThat(ofGroups(
                        "a.camel.yaml",
                        route("timer:a", "{pollEnrich: {constant: 'kafka:orders?groupId=sightline-mine'}}")))
                .isEmpty();
    }

    @Test
    void aFileOfSqlThatNoDiskCanHaveIsAFinding() {
        assertThat(validate("a.camel.yaml", route("timer:a", "{to: \"sql:file:a\\0b.sql\"}")))
                .anySatisfy(finding ->
                        assertThat(finding).contains("a.camel.yaml:1:").contains("there is no file 'a"));
    }

    private static String route(String from, String step) {
        return "- route: {id: a, from: {uri: '" + from + "', steps: [" + step + "]}}";
    }

    private static String java(String group, String id) {
        return """
                import org.apache.camel.builder.RouteBuilder;
                public class Reads extends RouteBuilder {
                    @Override
                    public void configure() {
                        from("kafka:orders?groupId=%s")%s.log("x");
                    }
                }
                """.formatted(group, id);
    }

    private static List<String> ofGroups(String name, String text, String... properties) {
        return validate(name, text, properties).stream()
                .filter(finding -> Stream.of(TAKEN, OWN).anyMatch(finding::contains))
                .toList();
    }

    private static List<String> validate(String name, String text, String... properties) {
        return new Validator(CommandRun.surroundings(Set.of(properties), Set.of()))
                .validate(List.of(new SourceFile(name, text.getBytes(StandardCharsets.UTF_8)))).stream()
                        .map(Diagnostic::toString)
                        .toList();
    }
}
