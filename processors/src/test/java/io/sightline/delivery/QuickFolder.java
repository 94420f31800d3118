package io.sightline.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/**
 * A folder for data that no build needs after it: in memory where the machine has a file system for that with room in
 * it. Hundreds of databases are copied there, and a disk would be the slowest part of their tests.
 */
final class QuickFolder {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final String PREFIX = "sightline-postgresql-";
    /** In bytes; a test needs a tenth of it. */
    private static final long ROOM = 1L << 30;

    /** Processes are not told apart by their id alone: several containers may share the memory. */
    private static final Duration LONGEST_BUILD = Duration.ofHours(3);

    private QuickFolder() {}

    /** A new folder of this process. */
    static Path make() throws IOException {
        if (!Files.isWritable(MEMORY) || Files.getFileStore(MEMORY).getUsableSpace() < ROOM) {
            return Files.createTempDirectory(PREFIX);
        }
        removeThoseOfTheDead();
        return Files.createTempDirectory(MEMORY, PREFIX);
    }

    /**
     * A build that was killed has removed nothing; its server ends when it finds that its folder is gone. What others
     * left is theirs.
     */
    private static void removeThoseOfTheDead() throws IOException {
        try (var folders = Files.newDirectoryStream(MEMORY, PREFIX + "*")) {
            for (var folder : folders) {
                try {
                    if (Files.getLastModifiedTime(folder)
                            .toInstant()
                            .isBefore(Instant.now().minus(LONGEST_BUILD))) {
                        remove(folder);
                    }
                } catch (IOException e) {
                    // Another build may have removed it, or another user have made it: no reason to end this one.
                    continue;
                }
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
