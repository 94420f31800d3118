package io.sightline.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class AuditFileTest {
    private static final byte[] LINE = "{}\n".getBytes(US_ASCII);
    /** A device that has no space left, ever. */
    private static final Path FULL = Path.of("/dev/full");

    @Test
    void addsToWhatIsThere(@TempDir Path folder) throws IOException {
        var path = folder.resolve("logs/audit.log");
        for (int i = 0; i < 2; i++) {
            try (var file = open(path)) {
                assertThat(file.write(LINE)).isTrue();
                assertThat(Files.readString(path)).as("written at once").endsWith("{}\n");
            }
        }

        assertThat(Files.readString(path)).isEqualTo("{}\n{}\n");
    }

    @Test
    void tellsThatALineIsNotThereWhenTheDiskIsFull(@TempDir Path folder) throws IOException {
        var path = folder.resolve("audit.log");
        try (var file = open(path)) {
            assertThat(file.write(LINE)).isTrue();
            fill(file, path);
            assertThat(file.write(LINE)).isFalse();
            assertThat(file.write(LINE)).isFalse();
        }
    }

    /** Logback waits for a while before it tries the file again. */
    @Test
    @Timeout(60)
    void writesAgainWhenThereIsSpaceAgain(@TempDir Path folder) throws IOException {
        // Given
        var path = folder.resolve("audit.log");
        try (var file = open(path)) {
            fill(file, path);
            assertThat(file.write(LINE)).isFalse();
            // When
            Files.delete(path);
            // Then
            while (!file.write(LINE)) {
                Thread.onSpinWait();
            }
            assertThat(Files.readString(path)).isEqualTo("{}\n");
        }
    }

    @Test
    void endsStartUpWhenNothingCanBeWritten(@TempDir Path folder) throws IOException {
        var notAFolder = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> open(notAFolder.resolve("audit.log")))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("sightline.audit-log.file=" + notAFolder);
    }

    /** As when Logback begins a new file and the disk is full by then. */
    private static void fill(AuditFile file, Path path) throws IOException {
        Files.delete(path);
        Files.createSymbolicLink(path, FULL);
        file.openFile(path.toString());
    }

    private static AuditFile open(Path path) {
        return new AuditFile(path.toString(), 100_000_000, 90);
    }
}
