package io.sightline.claim;

import java.io.IOException;
import java.io.InputStream;

/**
 * What an object holds, as far as it matters: two objects with equal content are as good as each other.
 *
 * @param size length in bytes
 */
public record StoredContent(Sha256 hash, long size) {
    private static final int PIECE = 1 << 16;

    /** Reads the object to its end, piece by piece, and closes it. */
    static StoredContent read(InputStream object) throws IOException {
        return read(object, Long.MAX_VALUE);
    }

    /** Reads no further than to the piece in which it has more bytes than these. */
    static StoredContent read(InputStream object, long most) throws IOException {
        var digest = Sha256.newDigest();
        var piece = new byte[PIECE];
        long size = 0;
        try (object) {
            for (int read = object.read(piece); read >= 0 && size <= most; read = object.read(piece)) {
                digest.update(piece, 0, read);
                size += read;
            }
        }
        return new StoredContent(Sha256.ofDigest(digest.digest()), size);
    }
}
