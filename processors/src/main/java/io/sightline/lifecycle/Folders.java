package io.sightline.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
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

    /** Removes a folder with all that is in it, as far as it is there. */
    static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
