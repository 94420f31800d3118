package io.sightline.mlflow;

import io.sightline.claim.Sha256;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Objects;

/** Writes a new file and computes its hash on the way; removes it at the end unless it is to be kept. */
final class ArtifactWriter implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final MessageDigest digest = Sha256.newDigest();
    private boolean kept;

    private ArtifactWriter(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Opens a file that must not be there yet, in folders that need not be. */
    static ArtifactWriter open(Path file) {
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            return new ArtifactWriter(
                    file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    /** One thread at a time. */
    void take(ByteBuffer piece) {
        digest.update(piece.duplicate());
        try {
            while (piece.hasRemaining()) {
                channel.write(piece);
            }
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    /** Says that the file is whole. */
    Sha256 keep() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failure(file, e);
        }
        kept = true;
        return Sha256.ofDigest(digest.digest());
    }

    @Override
    public void close() {
        if (kept) {
            return;
        }
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static TransientFailure failure(Path file, IOException cause) {
        return new TransientFailure(
                FailureCode.UNEXPECTED_FAILURE,
                "the file " + file + " of a model cannot be written: " + cause + "; make room or empty its folder",
                cause);
    }
}
