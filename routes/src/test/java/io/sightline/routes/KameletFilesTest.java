package io.sightline.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sightline.integration.CatalogueRules;
import io.sightline.integration.PipeTranslator;
import io.sightline.integration.SourceFile;
import io.sightline.integration.SourceFiles;
import io.sightline.integration.Surroundings;
import io.sightline.integration.Validator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue's files: its rules, what each promises, and an example of each. */
class KameletFilesTest {
    private static final Path FOLDER = Path.of("..", "kamelets");
    private static final Pattern GUARANTEE =
            Pattern.compile("sightline\\.guarantee: \"(at most once|at least once|exactly-once rows)\"");

    private static final Pattern BEAN = Pattern.compile("(?:\\bref: |\"#)(\\w+)");

    static Stream<SourceFile> kamelets() throws IOException {
        return SourceFiles.find(List.of(FOLDER)).stream()
                .filter(file -> file.name().endsWith(".kamelet.yaml"))
                .filter(file -> !file.name().contains("/target/"));
    }

    static List<SourceFile> pipes() throws IOException {
        return SourceFiles.find(List.of(FOLDER.resolve("pipes")));
    }

    @Test
    void thereAreTwelve() throws IOException {
        assertThat(kamelets()).hasSize(12);
        assertThat(pipes()).hasSizeGreaterThanOrEqualTo(9);
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void keepsTheRulesAndSaysWhatItPromises(SourceFile file) {
        assertThat(CatalogueRules.check(file)).isEmpty();
        assertThat(text(file)).containsPattern(GUARANTEE);
    }

    @Test
    void namesOnlyBeansThatTheRuntimeMakes() throws IOException {
        var named = kamelets()
                .flatMap(file -> BEAN.matcher(text(file)).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());

        assertThat(named).hasSizeGreaterThan(10);
        assertThat(CatalogueTest.beans()).containsAll(named);
    }

    /** Any other setting loses records when a sink fails. */
    @ParameterizedTest
    @MethodSource("kamelets")
    void readsTopicsInTheOneSafeWay(SourceFile file) {
        assumeThat(text(file)).contains("uri: kafka:{{topic}}\n      parameters:\n        groupId");

        assertThat(text(file))
                .contains(
                        "batching: true",
                        "breakOnFirstError: true",
                        "autoCommitEnable: false",
                        "allowManualCommit: true",
                        "headerFilterStrategy: \"#kafkaHeaders\"",
                        "- process: { ref: recordByRecord }",
                        "aggregationStrategy: \"#recordByRecord\"")
                .doesNotContain("stopOnException", "parallelProcessing");
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void isUsedByAnExample(SourceFile file) throws IOException {
        var name = Path.of(file.name()).getFileName().toString().replace(".kamelet.yaml", "");

        assertThat(pipes()).extracting(KameletFilesTest::text).anyMatch(pipe -> pipe.contains("name: " + name + " "));
    }

    /** ValidFilesTest judges the Pipes themselves. */
    @Test
    void theRoutesThatExamplesBecomeAreValid() throws IOException {
        var routes = pipes().stream()
                .flatMap(file -> PipeTranslator.translate(file).stream())
                .toList();
        var properties = new HashSet<>(RouteFiles.properties());
        routes.forEach(route -> properties.addAll(route.properties().keySet()));
        var surroundings =
                Surroundings.of(KameletFilesTest.class.getClassLoader()).withProperties(properties);

        assertThat(new Validator(surroundings)
                        .validate(routes.stream()
                                .map(route -> new SourceFile(
                                        route.name() + ".camel.yaml",
                                        route.text().getBytes(StandardCharsets.UTF_8)))
                                .toList()))
                .isEmpty();
    }

    private static String text(SourceFile file) {
        return new String(file.content(), StandardCharsets.UTF_8);
    }
}
