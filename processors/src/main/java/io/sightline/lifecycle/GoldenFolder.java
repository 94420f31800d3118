package io.sightline.lifecycle;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A golden set in a folder.
 *
 * @param folder with the document and the pictures
 * @param hashes of all such folders
 */
record GoldenFolder(Path folder, FolderHashes hashes) implements GoldenFiles {
    private interface Reading<T> {
        T of(Path file) throws IOException;
    }

    @Override
    public String mark() {
        return read(DOCUMENT, file -> {
            if (!Files.exists(file)) {
                throw new NoSuchFileException(file.toString());
            }
            return hashes.of(folder).sha256().hex();
        });
    }

    @Override
    public byte[] read(String path, int most) {
        return read(path, file -> {
            try (var content = Files.newInputStream(file)) {
                return content.readNBytes(most + 1);
            }
        });
    }

    private <T> T read(String path, Reading<T> reading) {
        var file = folder.resolve(path);
        try {
            return reading.of(file);
        } catch (NoSuchFileException e) {
            throw new PermanentFailure(
                    FailureCode.CLAIM_MISSING, "the file " + file.toAbsolutePath() + " does not exist", e);
        } catch (IOException e) {
            throw new TransientFailure(
                    FailureCode.DEPENDENCY_UNAVAILABLE,
                    "the file " + file.toAbsolutePath() + " cannot be read: " + e,
                    e);
        }
    }
}
