package io.sightline.artifact;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is written; what fails is said to be the disk's fault, and never that of the store. */
final class LocalDisk extends OutputStream {
    private final Path file;
    private final OutputStream out;

    LocalDisk(Path file) {
        this.file = file;
        try {
            this.out = new BufferedOutputStream(Files.newOutputStream(file));
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    static PermanentFailure failure(Path place, IOException cause) {
        return new PermanentFailure(
                FailureCode.UNEXPECTED_FAILURE,
                "the local disk fails at " + place.toAbsolutePath() + ": " + cause
                        + "; look at sightline.artifacts.cache",
                cause);
    }
}
