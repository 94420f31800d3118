package io.sightline.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.doctor.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    private static final String BROKEN = "src/test/resources/corpus/broken/unknown-option.camel.yaml";
    private static final String ROUTE = "- route: { id: a, from: { uri: timer:a, steps: [ { log: a } ] } }\n";

    @Test
    void serveWithoutACommandOrWithPropertiesAlone() {
        assertThat(Commands.areMeant()).isFalse();
        assertThat(Commands.areMeant("--server.port=8080")).isFalse();
        assertThat(Commands.areMeant("validate", "x")).isTrue();
        assertThat(Commands.areMeant("--help")).isTrue();
    }

    @Test
    void endWithZeroWhenThereIsNoError() {
        var run = CommandRun.of("validate", "camel");

        assertThat(run.status()).isZero();
        assertThat(run.out()).matches("\\d+ files: 0 errors, 0 warnings\\s+");
    }

    @Test
    void endWithOneWhenThereIsAnErrorAndNameItAsCompilersDo() {
        var run = CommandRun.of("validate", BROKEN);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .isEqualToNormalizingNewlines(
                        BROKEN
                                + ":7:9: error: unknown option 'peroid' of component 'timer'; did you mean 'period'?\n1 file: 1 error, 0 warnings\n");
    }

    @Test
    void writeAnArrayOfFindingsAsJson() throws IOException {
        var run = CommandRun.of("validate", "--format", "json", BROKEN);

        var finding = new JsonMapper().readTree(run.out()).path(0);
        assertThat(run.status()).isEqualTo(1);
        assertThat(finding.fieldNames())
                .toIterable()
                .containsExactly("severity", "file", "line", "column", "path", "message", "hint");
        assertThat(finding.path("line").asInt()).isEqualTo(7);
        assertThat(finding.path("path").asText()).isEqualTo("[0].route.from.parameters.peroid");
    }

    @Test
    void writeAnEmptyArrayWhenThereIsNothing() {
        assertThat(CommandRun.of("validate", "--format=json", "camel").out().strip())
                .isEqualTo("[ ]");
    }

    @Test
    void countWarningsAsErrorsWhenStrict(@TempDir Path folder) throws IOException {
        var file =
                Files.writeString(folder.resolve("a.camel.yaml"), "- from: { uri: timer:a, steps: [ { log: a } ] }\n");

        assertThat(CommandRun.of("validate", file.toString()).status()).isZero();
        assertThat(CommandRun.of("validate", "--strict", file.toString()).status())
                .isEqualTo(1);
    }

    @Test
    void takePropertiesThatWillBeSet(@TempDir Path folder) throws IOException {
        var file = Files.writeString(
                folder.resolve("a.camel.yaml"),
                "- route: { id: a, from: { uri: \"timer:{{my.timer}}\", steps: [ { log: a } ] } }\n");

        assertThat(CommandRun.of("validate", file.toString()).status()).isEqualTo(1);
        assertThat(CommandRun.of("validate", "--property", "my.timer=x", file.toString())
                        .status())
                .isZero();
    }

    @Test
    void judgeOfAFolderOnlyWhatIsForThem(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("compose.yaml"), "services: {}\n");
        Files.createDirectories(folder.resolve("..data"));
        Files.writeString(folder.resolve("..data").resolve("a.camel.yaml"), "- rout:\n");
        Files.writeString(folder.resolve("..data").resolve("b.camel.yaml"), ROUTE);
        Files.createSymbolicLink(folder.resolve("b.camel.yaml"), Path.of("..data", "b.camel.yaml"));
        Files.writeString(folder.resolve("plain.yaml"), ROUTE.replace("id: a", "id: c"));

        assertThat(CommandRun.of("validate", folder.toString()).out()).startsWith("2 files: 0 errors, 0 warnings");
    }

    @Test
    void judgeTheTestsOfAFolderToo(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.camel.yaml"), ROUTE);
        Files.writeString(folder.resolve("a.test.yaml"), "- name: a\n  inputs: [ { route: a } ]\n");

        assertThat(CommandRun.of("validate", folder.toString()).out())
                .contains("a.test.yaml:1:3: error: the case expects nothing", "2 files: 1 error, 0 warnings");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "valdate", "validate", "validate /no/such/file", "validate --format xml camel",
                        "validate --colour camel",
                "new", "new rout a", "new kamelet mine", "new route No_Name", "new route",
                "migrate now", "migrate --now", "doctor now", "doctor --now"
            })
    void endWithTwoWhenTheyAreCalledWrongly(String line) {
        var run = CommandRun.of(line.split(" ", -1));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isNotBlank();
    }

    @Test
    void sayWhichCommandWasMeant() {
        assertThat(CommandRun.of("valdate").err()).startsWith("unknown command 'valdate', did you mean validate?");
    }

    @Test
    void migrateWithThePropertiesOfTheRuntime() {
        var given = new ArrayList<String>();

        var run = CommandRun.of(
                properties -> {
                    given.addAll(List.of(properties));
                    return "7";
                },
                "migrate",
                "--spring.datasource.username=migrator");

        assertThat(given).containsExactly("--spring.datasource.username=migrator");
        assertThat(run.out()).isEqualToNormalizingNewlines("the database has version 7 of the schema\n");
        assertThat(run.status()).isZero();
    }

    @Test
    void endWithOneWhenTheDatabaseIsNotMigrated() {
        var run = CommandRun.of(
                properties -> {
                    throw new IllegalStateException("away");
                },
                "migrate");

        assertThat(run.err())
                .isEqualToNormalizingNewlines("the database was not migrated: IllegalStateException: away\n");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void sayALineForEachFindingAndEndWithOneWhenSomethingFails() {
        var run = CommandRun.examining(
                properties -> List.of(
                        Finding.ok("kafka", String.join(" ", properties)),
                        Finding.warn("clock.s3", "differs by 4 s", "Set it."),
                        Finding.fail("s3", "no bucket", "Make it."),
                        Finding.skipped("mlflow", "not needed")),
                "doctor",
                "--sightline.stages=sink");

        assertThat(run.out())
                .isEqualToNormalizingNewlines("OK       kafka     --sightline.stages=sink\n"
                        + "WARN     clock.s3  differs by 4 s -> Set it.\n"
                        + "FAIL     s3        no bucket -> Make it.\n"
                        + "SKIPPED  mlflow    not needed\n"
                        + "4 checks: 1 ok, 1 skipped, 1 warn, 1 fail\n");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void writeFindingsAsJsonAndEndWithZeroWhenTheyOnlyWarn() throws IOException {
        var run = CommandRun.examining(
                properties -> List.of(Finding.warn("clock.s3", "differs by 4 s", "Set it.")), "doctor", "--json");

        assertThat(new JsonMapper().readTree(run.out()))
                .hasToString("[{\"check\":\"clock.s3\",\"outcome\":\"warn\",\"found\":\"differs by 4 s\","
                        + "\"wayOut\":\"Set it.\"}]");
        assertThat(run.status()).isZero();
    }

    @Test
    void endWithTwoWhenAFolderHoldsNothingForThem(@TempDir Path folder) {
        assertThat(CommandRun.of("validate", folder.toString()))
                .satisfies(run -> assertThat(run.status()).isEqualTo(2))
                .satisfies(run -> assertThat(run.err()).contains("no routes, Kamelets or Pipes in"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "validate --help",
                "test --help",
                "new --help",
                "migrate --help",
                "doctor --help",
                "prepare --help"
            })
    void helpWithoutColour(String line) {
        var run = CommandRun.of(line.split(" ", -1));

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("Usage:").doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"route list-detections", "route failure-policy", "pipe ingest-frames"})
    void printNoFileThatWouldBeRefused(String arguments) {
        var kindAndName = arguments.split(" ");

        var run = CommandRun.of("new", kindAndName[0], kindAndName[1]);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("'" + kindAndName[1] + "'", "built-in route", "choose another");
    }

    @Test
    void leaveOutWhatToolsHaveMadeAndSaySo(@TempDir Path folder) throws IOException {
        for (var name : List.of("target/classes", "web/node_modules/x", ".idea", "mine")) {
            var below = Files.createDirectories(folder.resolve(name));
            Files.writeString(below.resolve("a.camel.yaml"), ROUTE.replace("id: a", "id: 'a'"));
        }

        var run = CommandRun.of("validate", folder.toString());

        assertThat(run.out()).isEqualToNormalizingNewlines("1 file: 0 errors, 0 warnings\n");
        assertThat(run.err()).contains(folder.resolve("target") + ", " + folder.resolve("web/node_modules"));
        assertThat(CommandRun.of("validate", folder.resolve("target").toString())
                        .out())
                .startsWith("1 file");
    }

    @Test
    void sayWhatWasLeftOutWhereThereIsNothingElse(@TempDir Path folder) throws IOException {
        var made = Files.createDirectories(folder.resolve("target"));
        Files.writeString(made.resolve("a.camel.yaml"), ROUTE);

        var run = CommandRun.of("validate", folder.toString());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).containsSubsequence("left out", made.toString(), "no routes, Kamelets or Pipes");
    }
}
