package io.sightline.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.runtime.ServerlessBeans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's examples of the command line are what the command line says. */
class ReadmeExampleTest {
    private static final Pattern EXAMPLE = Pattern.compile(
            "(?s)this is `(?<name>[^`]+)`:\n\n```yaml\n(?<content>.+?)```.+?\\$ java -jar \\S+ validate \\S+\n(?<output>.+?)```");
    private static final Pattern TESTED = Pattern.compile(
            "(?s)Of the route `(?<name>[^`]+)`\n\n```yaml\n(?<route>.+?)```.+?the test `(?<testName>[^`]+)`.*?\n\n```yaml\n"
                    + "(?<test>.+?)```.+?\\$ java -jar \\S+ test \\S+\n(?<output>.+?)```");
    private static final Pattern BEANS = Pattern.compile("(?s)are there as in the runtime:(.+?)\\. Any other");
    private static final Pattern NEW =
            Pattern.compile("java -jar routes/target/sightline/sightline.jar (new \\S+ \\S+) > (\\S+)");

    @Test
    void validateSaysWhatTheReadmeShows(@TempDir Path folder) throws IOException {
        var example = EXAMPLE.matcher(readme());
        assertThat(example.find()).isTrue();
        var file = Files.writeString(folder.resolve(example.group("name")), example.group("content"));

        var run = CommandRun.of("validate", file.toString());

        assertThat(run.out().replace(folder + "/", "")).isEqualToNormalizingNewlines(example.group("output"));
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void testSaysWhatTheReadmeShows(@TempDir Path folder) throws IOException {
        var example = TESTED.matcher(readme());
        assertThat(example.find()).isTrue();
        Files.writeString(folder.resolve(example.group("name")), example.group("route"));
        var test = Files.writeString(folder.resolve(example.group("testName")), example.group("test"));

        var run = CommandRun.of("test", test.toString());

        assertThat(run.out().replace(folder + "/", "")).isEqualToNormalizingNewlines(example.group("output"));
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void beansThatTestsHaveAreThoseThatTheReadmeNames() throws IOException {
        var named = BEANS.matcher(readme());
        assertThat(named.find()).isTrue();

        assertThat(Pattern.compile("`(\\w+)`").matcher(named.group(1)).results().map(found -> found.group(1)))
                .containsExactlyElementsOf(ServerlessBeans.all().keySet());
    }

    @Test
    void newPrintsWhatValidatePasses(@TempDir Path folder) throws IOException {
        var commands = NEW.matcher(readme()).results().toList();
        assertThat(commands).hasSize(3);
        for (var command : commands) {
            var run = CommandRun.of(command.group(1).split(" ", -1));
            assertThat(run.status()).isZero();
            Files.writeString(folder.resolve(command.group(2)), run.out());
        }

        assertThat(CommandRun.of("validate", "--strict", folder.toString()).out())
                .startsWith("3 files: 0 errors, 0 warnings");
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("..", "README.md"));
    }
}
