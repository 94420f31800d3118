package io.sightline.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What the command {@code test} says of tests of routes. */
class TestCommandTest {
    private static final Path CASES = Path.of("src/test/resources/cases");

    /** Each kind of failure, with the words that an integrator is told of it. */
    @ParameterizedTest
    @ValueSource(strings = {"differences", "failures", "not-run", "overlooked"})
    void saysWhatIsOtherwiseThanExpected(String folder) throws IOException {
        var run = CommandRun.of("test", CASES.resolve(folder).toString());

        assertThat(run.out().replace(CASES.resolve(folder) + "/", ""))
                .isEqualToNormalizingNewlines(
                        Files.readString(CASES.resolve(folder).resolve("expected.txt")));
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
    }

    /** YAML, Java, Kamelets, policies and queues; cases that run at the same time and have the same names. */
    @Test
    void passesWhatIsAsExpected() {
        var run = CommandRun.of("test", CASES.resolve("passing").toString());

        assertThat(run.out()).endsWith("7 files, 18 cases: 18 passed, 0 failed\n");
        assertThat(Path.of("target/written-by-a-test")).doesNotExist();
        assertThat(run.status()).isZero();
    }

    @Test
    void leavesOutAFileWithMistakesThatIsNotMeant() {
        var folder = CASES.resolve("not-run").toString();

        assertThat(CommandRun.of("test", folder, "--filter", "others run").status())
                .isZero();
        assertThat(CommandRun.of("test", folder, "--filter", "no-such-case").status())
                .isEqualTo(2);
    }

    @Test
    void runsAFileOnceThatIsNamedTwice() {
        var run = CommandRun.of(
                "test",
                CASES.resolve("not-run/right.test.yaml").toString(),
                CASES.resolve("passing/../not-run/./right.test.yaml").toString());

        assertThat(run.out()).endsWith("1 file, 1 case: 1 passed, 0 failed\n");
    }

    @Test
    void runsTheTestBesideARouteThatIsNamed() {
        var run =
                CommandRun.of("test", CASES.resolve("passing/orders.camel.yaml").toString(), "--filter", "7 ALONE");

        assertThat(run.out()).contains("  ok    order 7 alone").endsWith("1 file, 1 case: 1 passed, 0 failed\n");
    }

    @Test
    void setsPropertiesForAllCases(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("a.camel.yaml"),
                "- route: { id: a, from: { uri: \"direct:a\", steps: [ { setBody: { constant: \"{{my.word}}\" } } ] }"
                        + " }\n");
        Files.writeString(
                folder.resolve("a.test.yaml"),
                "- name: a\n  inputs: [ { route: a } ]\n  expect: [ { endpoint: reply, body: given } ]\n");

        assertThat(CommandRun.of("test", "--property", "my.word=given", folder.toString())
                        .status())
                .isZero();
        assertThat(CommandRun.of("test", folder.toString()).out())
                .contains("the property 'my.word' is set nowhere", "1 file not run");
    }

    @Test
    void writesAnArrayOfFilesAsJson() throws IOException {
        var run = CommandRun.of(
                "test", "--format", "json", CASES.resolve("not-run").toString());

        var files = new JsonMapper().readTree(run.out());
        assertThat(run.status()).isEqualTo(1);
        assertThat(files.findValuesAsText("file"))
                .contains(CASES.resolve("not-run/right.test.yaml").toString());
        assertThat(files.path(0).path("findings").path(2).path("line").asInt()).isEqualTo(3);
        assertThat(files.path(2).path("cases").path(0).fieldNames())
                .toIterable()
                .containsExactly("name", "line", "column", "passed", "milliseconds", "mismatches", "notes");
        assertThat(files.path(2).path("cases").path(0).path("passed").asBoolean())
                .isTrue();
    }

    @Test
    void writesWhatCiServersKnowFromJUnit() throws Exception {
        var failed = junit("failures", "failure that is not expected");
        var notRun = junit("not-run", "letters");

        var suites = failed.getElementsByTagName("testsuite");
        var failures = failed.getElementsByTagName("failure");
        assertThat(suites.getLength()).isEqualTo(1);
        assertThat(((Element) suites.item(0)).getAttribute("name")).endsWith("failures/fail.test.yaml");
        assertThat(((Element) suites.item(0)).getAttribute("failures")).isEqualTo("1");
        assertThat(((Element) notRun.getElementsByTagName("testsuite").item(0)).getAttribute("errors"))
                .isEqualTo("1");
        assertThat(((Element) failures.item(0)).getAttribute("message"))
                .isEqualTo("input 2 failed: java.io.IOException: the disk is full");
        assertThat(failures.item(0).getTextContent()).contains("fail.test.yaml:2:", "in route 'fail'");
    }

    private static Document junit(String folder, String filter) throws Exception {
        var run = CommandRun.of(
                "test",
                "--format",
                "junit",
                "--filter",
                filter,
                CASES.resolve(folder).toString());
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(run.out().getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"test", "test /no/such/folder", "test --format xml camel", "test camel --filter no-such-case"})
    void endsWithTwoWhenItIsCalledWrongly(String line) {
        var run = CommandRun.of(line.split(" ", -1));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isNotBlank();
    }

    @Test
    void endsWithTwoWhenThereAreNoTests(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("..data"));
        Files.writeString(folder.resolve("..data").resolve("a.test.yaml"), "- name: hidden\n");
        Files.writeString(folder.resolve("a.camel.yaml"), "");

        assertThat(CommandRun.of("test", folder.toString()))
                .satisfies(run -> assertThat(run.status()).isEqualTo(2))
                .satisfies(run -> assertThat(run.err()).startsWith("no tests in"));
    }
}
