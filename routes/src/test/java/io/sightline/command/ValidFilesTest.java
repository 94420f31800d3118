package io.sightline.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.sightline.integration.CaseFiles;
import io.sightline.integration.CatalogueRules;
import io.sightline.integration.ClassPathFolder;
import io.sightline.integration.Diagnostic;
import io.sightline.integration.Severity;
import io.sightline.integration.SourceFile;
import io.sightline.integration.SourceFiles;
import io.sightline.integration.Validator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is right is found right: the project's own files, Apache's Kamelets, and one of each thing that can be written.
 */
class ValidFilesTest {
    private static final ClassLoader LOADER = ValidFilesTest.class.getClassLoader();
    private static final Validator VALIDATOR = new Validator(CommandRun.surroundings(
            Set.of("example.keycloak.client-secret", "post-detections.url", "post-detections.secret"), Set.of()));

    static Stream<SourceFile> ownRoutes() throws IOException {
        return SourceFiles.find(List.of(Path.of("camel"), Path.of("examples"))).stream();
    }

    @Test
    void findsNothingInTheProjectsOwnFiles() throws IOException {
        var files = new ArrayList<>(
                SourceFiles.find(List.of(Path.of("camel"), Path.of("examples"), Path.of("../kamelets"))));
        files.addAll(CaseFiles.find(List.of(Path.of("camel"))));

        assertThat(files).hasSizeGreaterThan(80);
        assertThat(VALIDATOR.validate(files)).isEmpty();
    }

    @Test
    void findsNothingInOneOfEachThingThatCanBeWritten() throws IOException {
        var valid = List.of(Path.of("src/test/resources/corpus/valid"));
        var files = new ArrayList<>(SourceFiles.find(valid));
        files.addAll(CaseFiles.find(valid));

        assertThat(files).hasSizeGreaterThanOrEqualTo(9);
        assertThat(VALIDATOR.validate(files)).isEmpty();
    }

    /** By a validator of another make, to the letter, so that Kaoto and Karavan open them. */
    @ParameterizedTest
    @MethodSource("ownRoutes")
    void ownRoutesConformToTheSchemaOfTheYamlDsl(SourceFile file) throws IOException {
        assertThat(Schemas.ROUTES.validate(new YAMLMapper().readTree(file.content())))
                .isEmpty();
    }

    @Test
    void findsNoErrorInApachesKameletsWhoseComponentsAreHere() {
        var files = new ClassPathFolder(LOADER, "kamelets", ".kamelet.yaml").files();

        var errors = VALIDATOR.validate(files).stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .toList();
        var notHere = new HashSet<String>();
        errors.stream()
                .filter(ValidFilesTest::isOfTheClassPath)
                .map(Diagnostic::file)
                .forEach(notHere::add);

        System.out.printf("Apache's Kamelets: %d of %d can run here%n", files.size() - notHere.size(), files.size());
        assertThat(files).hasSizeGreaterThan(200);
        assertThat(files.size() - notHere.size()).isGreaterThanOrEqualTo(45);
        assertThat(errors).filteredOn(error -> !notHere.contains(error.file())).isEmpty();
    }

    private static boolean isOfTheClassPath(Diagnostic error) {
        return error.message().endsWith("is not in this runtime")
                || error.message().endsWith("is not on the class path");
    }

    @ParameterizedTest
    @MethodSource("starts")
    void whatNewPrintsIsValid(List<String> arguments, String end) {
        var printed = CommandRun.of(arguments.toArray(String[]::new));
        var file = new SourceFile(
                arguments.get(arguments.size() - 1) + end, printed.out().getBytes(StandardCharsets.UTF_8));

        assertThat(printed.status()).isZero();
        assertThat(printed.out()).contains(arguments.get(arguments.size() - 1), "# ");
        assertThat(VALIDATOR.validate(List.of(file))).isEmpty();
        if (end.equals(".kamelet.yaml")) {
            assertThat(CatalogueRules.check(file)).isEmpty();
        }
    }

    static Stream<Arguments> starts() {
        return Stream.of(
                Arguments.of(List.of("new", "route", "my-route"), ".camel.yaml"),
                Arguments.of(List.of("new", "kamelet", "my-source"), ".kamelet.yaml"),
                Arguments.of(List.of("new", "kamelet", "my-sink"), ".kamelet.yaml"),
                Arguments.of(List.of("new", "kamelet", "my-action"), ".kamelet.yaml"),
                Arguments.of(List.of("new", "pipe", "my-pipe"), ".pipe.yaml"));
    }

    /** Read when it is first needed. */
    private static final class Schemas {
        static final JsonSchema ROUTES = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
                .getSchema(LOADER.getResourceAsStream("schema/camelYamlDsl.json"));
    }
}
