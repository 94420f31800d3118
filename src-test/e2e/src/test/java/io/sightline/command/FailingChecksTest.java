package io.sightline.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is said to show a check that fails is a test that names it. That all checks are said, {@link DoctorAwayIT} sees.
 */
class FailingChecksTest {
    private static final Path ROOT = Path.of("..", "..");

    static Stream<String> checks() {
        return FailingChecks.read().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("checks")
    void areShownByTheirTests(String check) throws IOException {
        var test = Objects.requireNonNull(FailingChecks.read().get(check)).split("#");
        var source = Files.readString(file(test[0] + ".java"));
        var name = source.indexOf("void " + test[1] + "(");

        assertThat(name).as("a test %s of %s", test[1], test[0]).isPositive();
        assertThat(source.substring(source.lastIndexOf("\n\n", name), source.indexOf("\n    }\n", name)))
                .contains("Test\n", check.endsWith("*") ? "\"" + check.replace("*", "") : "\"" + check + "\"")
                .containsPattern("(?i)fail|warn");
    }

    private static Path file(String name) throws IOException {
        for (var module : new String[] {"processors", "src-test/e2e"}) {
            try (var files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                var found = files.filter(file -> file.endsWith(name)).findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
            }
        }
        throw new AssertionError("there is no " + name);
    }
}
