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
            if (bytes.length != claim.getSize()) {
                throw corrupt(claim, "has " + lengthOf(bytes, claim) + " bytes instead of " + claim.getSize());
            }
            var actual = Sha256.of(bytes);
            var expected = Sha256.ofDigest(claim.getSha256().bytes());
            if (!actual.equals(expected)) {
                throw corrupt(claim, "has SHA-256 " + actual + " instead of " + expected);
            }
            return bytes;
        }
    }

    private static String lengthOf(byte[] bytes, ClaimRef claim) {
        return bytes.length > claim.getSize() ? "more than " + claim.getSize() : String.valueOf(bytes.length);
    }

    private static PermanentFailure corrupt(ClaimRef claim, String what) {
        return new PermanentFailure(
                FailureCode.CLAIM_CORRUPT,
                "object " + claim.getBucket() + "/" + claim.getKey() + " " + what + "; put the original bytes back");
    }
}
