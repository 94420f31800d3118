package io.sightline.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.Diagnostic;
import io.sightline.integration.SourceFile;
import io.sightline.integration.Surroundings;
import io.sightline.integration.Validator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is found besides errors, and what surroundings decide. */
class FindingsTest {
    private static final ClassLoader LOADER = FindingsTest.class.getClassLoader();

    @Test
    void warnsOfASecretInTheOpenAndDoesNotShowIt() {
        var findings = validate("a.camel.yaml", """
                - route:
                    id: a
                    from: { uri: timer:a, steps: [ { to: "minio:frames?accessKey=admin&secretKey=hunter2" } ] }
                """);

        assertThat(findings)
                .anySatisfy(finding -> assertThat(finding)
                        .contains(
                                "a.camel.yaml:3:",
                                "warning: 'secretKey' of component 'minio' is a secret",
                                "{{secretKey}}"));
        assertThat(findings).noneMatch(finding -> finding.contains("hunter2"));
    }

    @Test
    void warnsOfAPasswordThatAPipeGivesToAKamelet() {
        var findings = validate("a.pipe.yaml", """
                apiVersion: camel.apache.org/v1
                kind: Pipe
                metadata: { name: a }
                spec:
                  source:
                    ref: { kind: Kamelet, name: kafka-scram-source }
                    properties: { topic: a, bootstrapServers: b, user: c, password: hunter2 }
                  sink: { uri: log:a }
                """);

        // The other one is that it commits by itself.
        assertThat(findings)
                .hasSize(2)
                .last()
                .asString()
                .contains("warning: 'password' of the Kamelet 'kafka-scram-source'");
        assertThat(findings.toString()).doesNotContain("hunter2");
    }

    @Test
    void warnsOfDataTypes() {
        var findings = validate("a.pipe.yaml", """
                apiVersion: camel.apache.org/v1
                kind: Pipe
                metadata: { name: a }
                spec:
                  source:
                    uri: timer:a
                    dataTypes: { out: { scheme: camel, format: text-plain } }
                  sink: { uri: log:a }
                """);

        assertThat(findings)
                .singleElement()
                .asString()
                .contains("a.pipe.yaml:7:5: warning: 'dataTypes' counts for nothing here; a step can convert");
    }

    @Test
    void warnsOfASecretOfABean() {
        var findings = validate("a.camel.yaml", """
                - beans:
                    - name: mine
                      type: io.sightline.camel.KeycloakSecurityPolicy
                      properties: { clientSecret: hunter2, expectedTokenTypes: Bearer }
                """);

        assertThat(findings)
                .singleElement()
                .asString()
                .contains("a.camel.yaml:4:35: warning: 'clientSecret' of a bean is a secret")
                .doesNotContain("hunter2");
    }

    @Test
    void saysThatABuiltInRouteIsReplaced() {
        var findings = validate("shadow-frame.camel.yaml", """
                - route:
                    id: shadow-frame
                    from: { uri: direct:shadow-frame, steps: [ { log: "${body}" } ] }
                """);

        assertThat(findings).singleElement().asString().contains("info: 'shadow-frame' replaces the built-in route");
    }

    @Test
    void letsARouteThatGuardsSomethingBeReplacedByNameAlone() {
        var file = new SourceFile("get-audit.camel.yaml", """
                - route:
                    id: get-audit
                    from: { uri: direct:getAudit, steps: [ { log: "${body}" } ] }
                """.getBytes(StandardCharsets.UTF_8));

        var findings = new Validator(CommandRun.surroundings(Set.of(), Set.of("get-audit"))).validate(List.of(file));

        assertThat(findings).singleElement().asString().contains("info: 'get-audit' replaces");
    }

    @Test
    void takesABuiltInFileForNoReplacementOfItself() throws Exception {
        var file = SourceFile.read(Path.of("camel/get-audit.camel.yaml"));

        assertThat(new Validator(CommandRun.surroundings(Set.of(), Set.of())).validate(List.of(file)))
                .isEmpty();
    }

    @Test
    void warnsOfACallThatNothingAnswers() {
        var findings = validate("a.camel.yaml", """
                - route:
                    id: a
                    from: { uri: timer:a, steps: [ { to: direct:dead-leter } ] }
                """);

        assertThat(findings)
                .singleElement()
                .asString()
                .contains("warning: no route begins with 'direct:dead-leter'; did you mean 'direct:dead-letter'?");
    }

    @Test
    void warnsOfARouteWithoutIdAnOldSpellingAndAParameterThatIsNotUsed() {
        assertThat(validate("a.camel.yaml", "- from: { uri: timer:a, steps: [ { set-body: { constant: a } } ] }\n"))
                .satisfiesExactly(
                        finding -> assertThat(finding).contains("warning: the route has no id"),
                        finding -> assertThat(finding)
                                .contains("warning: 'set-body' is an old spelling; write 'setBody'"));
    }

    @Test
    void warnsOfAKameletOfAFormerVersionAndWithoutType() {
        var kamelet = """
                apiVersion: camel.apache.org/v1alpha1
                kind: Kamelet
                metadata: { name: a }
                spec:
                  definition: { title: A }
                  template: { from: { uri: kamelet:source, steps: [ { log: a } ] } }
                """;

        assertThat(validate("a.kamelet.yaml", kamelet))
                .satisfiesExactly(
                        finding -> assertThat(finding).contains("a.kamelet.yaml:1:13: warning: the apiVersion is"),
                        finding -> assertThat(finding).contains("a.kamelet.yaml:3:1: warning: the label"));
    }

    @Test
    void printsThePipeThatSaysTheSameAsABinding() throws Exception {
        var binding = Files.readString(Path.of("src/test/resources/corpus/broken/former-binding.pipe.yaml"));
        var pipe = binding.lines()
                .skip(1)
                .reduce("", (text, line) -> text + line + "\n")
                .replace("v1alpha1", "v1")
                .replace("KameletBinding", "Pipe");

        assertThat(diagnose("former-binding.pipe.yaml", binding))
                .singleElement()
                .satisfies(finding -> assertThat(finding.hint()).isEqualTo(pipe.strip()));
        assertThat(validate("former-binding.pipe.yaml", pipe)).isEmpty();
    }

    @Test
    void knowsNeitherPropertiesNorBeansThatItWasNotTold() {
        var file = new SourceFile("a.camel.yaml", """
                - route:
                    id: a
                    from: { uri: "timer:{{my.timer}}", steps: [ { process: { ref: mine } } ] }
                """.getBytes(StandardCharsets.UTF_8));

        assertThat(new Validator(Surroundings.of(LOADER)).validate(List.of(file)))
                .isEmpty();
        assertThat(new Validator(Surroundings.of(LOADER)
                                .withProperties(Set.of("MY_TIMER"))
                                .withBeans(Set.of("yours"), name -> false))
                        .validate(List.of(file)))
                .singleElement()
                .asString()
                .contains("there is no bean 'mine'");
    }

    @Test
    void warnsOfABeanThatAJavaFileMayMake() {
        var user = file("a.camel.yaml", """
                - route:
                    id: a
                    from: { uri: "timer:a", steps: [ { to: bean:made1 } ] }
                """);
        var maker = """
                import org.apache.camel.builder.RouteBuilder;
                public class Made extends RouteBuilder {
                    @Override
                    public void configure() {
                        getContext().getRegistry().bind(%s, new Object());
                    }
                }
                """;
        var validator = new Validator(Surroundings.of(LOADER).withBeans(Set.of(), name -> false));

        assertThat(validator.validate(List.of(user, file("Made.java", maker.formatted("\"made\" + 1")))))
                .singleElement()
                .asString()
                .contains("a.camel.yaml:3:", "warning: there is no bean 'made1' that a file names");
        assertThat(validator.validate(List.of(user, file("Made.java", maker.formatted("\"made2\"")))))
                .singleElement()
                .asString()
                .contains("error: there is no bean 'made1'");
    }

    private static SourceFile file(String name, String text) {
        return new SourceFile(name, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void takesAParameterOfAKameletFromItsProperty() {
        var file = new SourceFile("a.camel.yaml", """
                - route:
                    id: a
                    from: { uri: kamelet:timer-source/one, steps: [ { log: "${body}" } ] }
                """.getBytes(StandardCharsets.UTF_8));

        assertThat(new Validator(Surroundings.of(LOADER)
                                .withProperties(Set.of("camel.kamelet.timer-source.one.message")))
                        .validate(List.of(file)))
                .isEmpty();
    }

    private static List<String> validate(String name, String text) {
        return diagnose(name, text).stream().map(Diagnostic::toString).toList();
    }

    private static List<Diagnostic> diagnose(String name, String text) {
        return new Validator(CommandRun.surroundings(Set.of(), Set.of()))
                .validate(List.of(new SourceFile(name, text.getBytes(StandardCharsets.UTF_8))));
    }
}
