package io.sightline.artifact;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that shows whether a folder takes any: of a full or a read-only volume the rights do not tell. */
public final class TrialFile {
    /** More than a file system keeps beside its files. */
    private static final int SOME_BYTES = 64 * 1024;

    private TrialFile() {}

    /**
     * Writes the file and deletes it.
     *
     * @param folder that is there
     * @throws IOException when it takes no file
     */
    public static void write(Path folder) throws IOException {
        var trial = Files.createTempFile(folder, ".trial-", "");
        try {
            Files.write(trial, new byte[SOME_BYTES]);
        } finally {
            Files.delete(trial);
        }
    }

    /** What the system says; a message that begins with the name of the trial's file would say less. */
    public static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "Permission denied";
        }
        return failure instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(failure.getMessage());
    }
}
