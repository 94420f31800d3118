package io.sightline.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialFileTest {
    @Test
    void leavesNothingInAFolderThatTakesIt(@TempDir Path folder) throws IOException {
        TrialFile.write(folder);

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void saysWhyAFolderDoesNotTakeIt(@TempDir Path folder) throws IOException {
        var file = Files.createFile(folder.resolve("file"));

        assertThatIOException()
                .isThrownBy(() -> TrialFile.write(file))
                .satisfies(failure -> assertThat(TrialFile.reason(failure)).isEqualTo("Not a directory"));
        assertThat(TrialFile.reason(new AccessDeniedException("a"))).isEqualTo("Permission denied");
    }
}
