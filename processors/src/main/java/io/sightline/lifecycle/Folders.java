package io.sightline.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What is done with whole folders. */
final class Folders {
    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwx------");

    private Folders() {}

    /** Makes a folder that nobody else may put files into, such as one among temporary files. */
    static Path make(Path folder) throws IOException {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWN))
                : Files.createDirectories(folder);
    }

    /** Removes a folder with all that is in it. */
    static void remove(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Folders in a folder that nobody has touched for so long, by the clock of the disk's machine. */
    static List<Path> olderThan(Duration age, Path folder) throws IOException {
        var limit = FileTime.from(Instant.now().minus(age));
        try (var children = Files.list(folder)) {
            return children.filter(child -> isOlder(child, limit)).toList();
        }
    }

    private static boolean isOlder(Path child, FileTime limit) {
        try {
            return Files.isDirectory(child) && Files.getLastModifiedTime(child).compareTo(limit) < 0;
        } catch (IOException e) {
            // It has vanished in between.
            return false;
        }
    }
}
