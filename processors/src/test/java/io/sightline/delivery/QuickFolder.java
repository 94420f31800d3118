package io.sightline.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private QuickFolder() {}

    /** A new folder of this process. */
    static Path make() throws IOException {
        if (!Files.isWritable(MEMORY) || Files.getFileStore(MEMORY).getUsableSpace() < ROOM) {
            return Files.createTempDirectory(PREFIX);
        }
        removeThoseOfTheDead();
        return Files.createDirectory(
                MEMORY.resolve(PREFIX + ProcessHandle.current().pid()));
    }

    /** A build that was killed has removed nothing; its server ends when it finds that its folder is gone. */
    private static void removeThoseOfTheDead() throws IOException {
        try (var folders = Files.newDirectoryStream(MEMORY, PREFIX + "*")) {
            for (var folder : folders) {
                long owner = Long.parseLong(folder.getFileName().toString().substring(PREFIX.length()));
                if (ProcessHandle.of(owner).isEmpty()) {
                    remove(folder);
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
