package io.sightline.artifact;

import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
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

    /** What is mended or freed later says nothing about what was to be written. */
    static TransientFailure failure(Path place, IOException cause) {
        return new TransientFailure(
                FailureCode.UNEXPECTED_FAILURE,
                "the local disk fails at " + place.toAbsolutePath() + ": " + cause
                        + "; look at sightline.artifacts.cache",
                cause);
    }
}
