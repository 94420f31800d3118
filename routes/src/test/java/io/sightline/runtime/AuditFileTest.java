package io.sightline.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
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
    @Timeout(60)
    void beginsANewFileAndCompressesTheOneThatIsFull(@TempDir Path folder) throws Exception {
        // Given
        var path = folder.resolve("audit.log");
        try (var file = open(path, 2L * LINE.length)) {
            // When
            for (int i = 0; i < 5; i++) {
                assertThat(file.write(LINE)).isTrue();
            }
        }
        // Closing waits for the last file alone that is compressed.
        while (isBeingCompressed(folder)) {
            Thread.onSpinWait();
        }
        // Then
        var lines = new ArrayList<String>();
        try (var files = Files.list(folder)) {
            for (var rolled : files.filter(file -> !file.equals(path)).toList()) {
                assertThat(rolled.getFileName().toString()).matches("audit\\.log\\.\\d{4}-\\d{2}-\\d{2}\\.\\d\\.gz");
                lines.addAll(unzipped(rolled));
            }
        }
        assertThat(lines).hasSize(4);
        assertThat(Files.readAllLines(path)).hasSize(1);
    }

    @Test
    void deletesCompressedFilesOfFormerDaysWhenItBeginsANewOne(@TempDir Path folder) throws IOException {
        // Given
        var path = folder.resolve("audit.log");
        var today = LocalDate.now(ZoneOffset.UTC);
        var kept = Files.createFile(rolled(path, today.minusDays(89)));
        var expired = Files.createFile(rolled(path, today.minusDays(92)));
        // When
        try (var file = open(path, LINE.length)) {
            file.write(LINE);
            file.write(LINE);
        }
        // Then
        assertThat(kept).exists();
        assertThat(expired).doesNotExist();
    }

    /** Logback by itself would leave the file closed until it begins the next one, at midnight. */
    @Test
    void writesAgainWhenANewFileCouldNotBeBegun(@TempDir Path folder) throws IOException {
        // Given
        var logs = Files.createDirectory(folder.resolve("logs"));
        var path = logs.resolve("audit.log");
        try (var file = open(path, LINE.length)) {
            assertThat(file.write(LINE)).isTrue();
            var away = Files.move(logs, folder.resolve("away"));
            Files.createFile(logs);
            assertThat(file.write(LINE)).isFalse();
            assertThat(file.write(LINE)).isFalse();
            // When
            Files.delete(logs);
            Files.move(away, logs);
            // Then
            assertThat(file.write(LINE)).isTrue();
            assertThat(Files.readString(path)).endsWith("{}\n");
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
        return open(path, 100_000_000);
    }

    private static AuditFile open(Path path, long maxBytes) {
        return new AuditFile(path.toString(), maxBytes, 90);
    }

    private static Path rolled(Path path, LocalDate day) {
        return path.resolveSibling(path.getFileName() + "." + day + ".0.gz");
    }

    /** Logback keeps what it compresses under another name until that is done. */
    private static boolean isBeingCompressed(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    private static List<String> unzipped(Path file) throws IOException {
        try (var text =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), US_ASCII))) {
            return text.lines().toList();
        }
    }
}
