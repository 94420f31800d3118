package io.sightline.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The command line of the packaged runtime, whose class path stands in the manifest of its jar. */
class PackagedCommandIT {
    private static final Path REPOSITORY = Path.of("..", "..");
    private static final Path ROUTES = REPOSITORY.resolve("routes");
    private static final Path CORPUS = ROUTES.resolve(Path.of("src", "test", "resources", "corpus"));
    private static final Path CASES = ROUTES.resolve(Path.of("src", "test", "resources", "cases", "passing"));

    @Test
    void validatesTheProjectsOwnFilesAndStartsNothing() throws Exception {
        var run = run("validate", ROUTES.resolve("camel").toString());

        assertThat(run.output()).containsPattern("(?m)^\\d+ files: 0 errors, 0 warnings$");
        assertThat(run.status()).isZero();
    }

    /** As kamelets/README.md prints it. */
    @Test
    void validatesTheCatalogueByTheCommandOfItsPage() throws Exception {
        var page = Files.readString(REPOSITORY.resolve("kamelets").resolve("README.md"));
        var printed = Pattern.compile("`java -jar sightline\\.jar (validate [^`]+) kamelets`")
                .matcher(page);
        assertThat(printed.find()).isTrue();
        var arguments = new ArrayList<>(List.of(printed.group(1).split(" ")));
        arguments.add(REPOSITORY.resolve("kamelets").toString());

        var run = run(arguments.toArray(String[]::new));

        assertThat(run.output()).containsPattern("(?m)^\\d+ files: 0 errors, 0 warnings$");
        assertThat(run.status()).isZero();
    }

    @Test
    void findsABeanThatIsNotThere() throws Exception {
        var broken = CORPUS.resolve("broken");

        var run = run(
                "validate",
                broken.resolve("missing-bean.camel.yaml").toString(),
                broken.resolve("missing-bean-as-option.camel.yaml").toString());

        assertThat(run.output())
                .contains(
                        "missing-bean.camel.yaml:7:27: error: there is no bean 'permitedSources'; did you mean 'permittedSources'?",
                        "missing-bean-as-option.camel.yaml:7:74: error: there is no bean 'kafkaHeader'",
                        "2 files: 2 errors, 0 warnings");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void compilesJavaRoutesAgainstItsOwnLibraries() throws Exception {
        assertThat(run("validate", CORPUS.resolve("valid").toString()).output())
                .endsWith("files: 0 errors, 0 warnings\n");

        var run = run(
                "validate",
                CORPUS.resolve(Path.of("broken", "NoSuchMethod.java")).toString());
        assertThat(run.output()).contains("NoSuchMethod.java:7:", "method lgo(java.lang.String)");
        assertThat(run.status()).isEqualTo(1);
    }

    /** YAML, Java, a Kamelet; the output holds the report alone, whatever Camel logs. */
    @Test
    void testsRoutesWithoutAServer() throws Exception {
        var run = run(
                "test",
                ROUTES.resolve("camel").resolve("dead-letter.camel.yaml").toString(),
                CASES.resolve("Sorting.java").toString(),
                CASES.resolve("orders.camel.yaml").toString());

        assertThat(run.output()).endsWith("\n3 files, 13 cases: 13 passed, 0 failed\n");
        assertThat(run.output().lines().filter(line -> !line.matches("  ok    .+|.+\\.test\\.yaml")))
                .hasSize(1);
        assertThat(run.status()).isZero();
    }

    /** Classes that lie in a folder, beside a folder of libraries. */
    @Test
    void runsRoutesInJavaFromTheLayoutOfAnImage() throws Exception {
        var place = ROUTES.resolve("target");
        var classPath = place.resolve("classes")
                + File.pathSeparator
                + place.resolve("sightline").resolve("lib").resolve("*");

        var run = run(
                List.of("-cp", classPath, "io.sightline.runtime.SightlineApplication"),
                "test",
                CASES.resolve("Sorting.java").toString());

        assertThat(run.output()).endsWith("\n1 file, 2 cases: 2 passed, 0 failed\n");
        assertThat(run.status()).isZero();
    }

    @Test
    void endsWithTwoWhenItIsCalledWrongly() throws Exception {
        var run = run("valdate", "x");

        assertThat(run.output()).contains("did you mean validate?");
        assertThat(run.status()).isEqualTo(2);
    }

    private static Run run(String... arguments) throws IOException, InterruptedException {
        var jar = ROUTES.resolve(Path.of("target", "sightline", "sightline.jar"));
        return run(List.of("-jar", jar.toString()), arguments);
    }

    private static Run run(List<String> runtime, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(runtime);
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private record Run(int status, String output) {}
}
