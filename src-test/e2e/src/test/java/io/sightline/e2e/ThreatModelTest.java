package io.sightline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the threat model says is tested is tested. */
class ThreatModelTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern TESTS = Pattern.compile("(Test|IT|Contract)\\.java$");
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final Pattern COUNTS = Pattern.compile("(\\d+) attacks, (\\d+) tests");

    /** Tests are what is neither private nor static in a class of tests, and rules. */
    @Test
    void everyTestThatItNamesExists() throws IOException {
        var sources = sources();

        assertThat(tests())
                .allSatisfy(test -> assertThat(sources.get(test.group(1)))
                        .as(test.group())
                        .isNotNull()
                        .containsPattern("(?m)^    (void|static final ArchRule) " + test.group(2) + "\\b"));
    }

    @Test
    void itCountsAttacksAndTests() throws IOException {
        var counts = COUNTS.matcher(text());

        assertThat(counts.find()).isTrue();
        assertThat(Integer.parseInt(counts.group(1))).isEqualTo(rows().size());
        assertThat(Integer.parseInt(counts.group(2)))
                .isEqualTo(tests().stream().map(MatchResult::group).distinct().count());
    }

    @Test
    void everyAttackNamesATest() throws IOException {
        assertThat(rows()).isNotEmpty().allSatisfy(row -> assertThat(row).containsPattern(TEST));
    }

    private static List<String> rows() throws IOException {
        return text().lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| what is tried "))
                .toList();
    }

    private static List<MatchResult> tests() throws IOException {
        return TEST.matcher(text()).results().toList();
    }

    private static String text() throws IOException {
        return Files.readString(ROOT.resolve("THREAT-MODEL.md"));
    }

    /** Every class of the tests by its simple name. */
    private static Map<String, String> sources() throws IOException {
        try (var modules = Stream.of("processors", "routes", "src-test/e2e").map(ROOT::resolve)) {
            return modules.flatMap(module -> files(module.resolve("src/test/java")))
                    .collect(Collectors.toMap(
                            ThreatModelTest::name, ThreatModelTest::content, (one, other) -> one + other));
        }
    }

    private static Stream<Path> files(Path folder) {
        try {
            return Files.walk(folder)
                    .filter(file -> TESTS.matcher(file.toString()).find());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).replace(".java", "");
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
