package io.sightline.claim;

import io.sightline.claim.v1.ClaimRef;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.io.IOException;
import java.io.InputStream;

/** Reads stored bytes and lets through only those that the claim names. */
public final class ClaimReader {
    /**
     * Reads the object to its end and closes it.
     *
     * @throws PermanentFailure CLAIM_CORRUPT when length or SHA-256 differ
     * @throws IOException when the store does not deliver
     */
    public byte[] read(ClaimRef claim, InputStream object) throws IOException {
        try (object) {
            // One byte more than the claim says is enough to know that the object is too long.
            var bytes = object.readNBytes((int) Math.min(claim.getSize(), Integer.MAX_VALUE - 1) + 1);
            require(claim, new StoredContent(Sha256.of(bytes), bytes.length));
            return bytes;
        }
    }

    /**
     * As {@link #read}, for whoever has the bytes: nothing is kept of them.
     *
     * @throws PermanentFailure CLAIM_CORRUPT when length or SHA-256 differ
     * @throws IOException when the store does not deliver
     */
    public void compare(ClaimRef claim, InputStream object) throws IOException {
        require(claim, StoredContent.read(object, claim.getSize()));
    }

    private static void require(ClaimRef claim, StoredContent found) {
        var expected = new StoredContent(Sha256.ofDigest(claim.getSha256().bytes()), claim.getSize());
        if (found.size() > expected.size()) {
            throw corrupt(claim, "has more than " + expected.size() + " bytes instead of " + expected.size());
        }
        if (!found.equals(expected)) {
            var lengths =
                    found.size() == expected.size() ? "" : found.size() + " bytes instead of " + expected.size() + ", ";
            throw corrupt(claim, "has " + lengths + "SHA-256 " + found.hash() + " instead of " + expected.hash());
        }
    }

    private static PermanentFailure corrupt(ClaimRef claim, String what) {
        return new PermanentFailure(
                FailureCode.CLAIM_CORRUPT,
                "object " + claim.getBucket() + "/" + claim.getKey() + " " + what + "; put the original bytes back");
    }
}
