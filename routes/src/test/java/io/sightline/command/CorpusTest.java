package io.sightline.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.Diagnostic;
import io.sightline.integration.Severity;
import io.sightline.integration.SourceFile;
import io.sightline.integration.SourceFiles;
import io.sightline.integration.Validator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files with one mistake each, and the place and the words that an integrator is told of it. */
class CorpusTest {
    private static final Validator VALIDATOR = new Validator(CommandRun.surroundings(Set.of(), Set.of()));

    static Stream<BrokenCase> broken() throws IOException {
        return BrokenCase.all();
    }

    @Test
    void holdsManyMistakes() throws IOException {
        assertThat(broken()).hasSizeGreaterThanOrEqualTo(120);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void namesTheMistakeAndItsPlaceAndNothingElse(BrokenCase broken) throws IOException {
        var expected = broken.expectations();

        var errors = errors(broken.files());

        assertThat(expected).isNotEmpty();
        assertThat(expected)
                .allSatisfy(one -> assertThat(errors).anySatisfy(error -> {
                    assertThat(error.file() + ":" + error.line() + ":" + error.column())
                            .isEqualTo(one.file() + ":" + one.line() + ":" + one.column());
                    assertThat(error.toString()).contains(one.words());
                }));
        assertThat(errors)
                .allSatisfy(error -> assertThat(expected)
                        .anyMatch(one -> one.file().equals(error.file()) && one.line() == error.line()));
    }

    @Test
    void findsTheSameInAllOfThemAtOnce() throws IOException {
        var files = SourceFiles.find(List.of(BrokenCase.FOLDER));

        assertThat(errors(files)).hasSizeGreaterThanOrEqualTo(110);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void tellsNoSecret(BrokenCase broken) throws IOException {
        assertThat(VALIDATOR.validate(broken.files()))
                .allSatisfy(finding -> assertThat(finding.toString()).doesNotContain("hunter2"));
    }

    private static List<Diagnostic> errors(List<SourceFile> files) {
        return VALIDATOR.validate(files).stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .toList();
    }

    static Path projectFolder(String name) {
        return Path.of(name);
    }
}
