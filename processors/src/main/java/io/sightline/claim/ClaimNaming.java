package io.sightline.claim;

import io.sightline.claim.v1.ClaimRef;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;

/**
 * Names stored bytes by their content: {@code sha256/ab/cd/<hex>}.
 *
 * @param bucket bucket that new bytes go to
 */
public record ClaimNaming(String bucket) {
    /** The claim under which these bytes are stored. */
    public ClaimRef claim(byte[] content, String mediaType) {
        var hash = Sha256.of(content);
        return ClaimRef.newBuilder()
                .setBucket(bucket)
                .setKey(ClaimKey.of(hash))
                .setSha256(new io.sightline.claim.v1.Sha256(hash.bytes()))
                .setSize(content.length)
                .setMediaType(mediaType)
                .build();
    }

    /**
     * Lets a claim pass when it names what this naming would have named: whoever writes to a topic must not choose what
     * is read.
     *
     * @throws PermanentFailure CLAIM_CORRUPT
     */
    public void require(ClaimRef claim) {
        var key = ClaimKey.of(Sha256.ofDigest(claim.getSha256().bytes()));
        if (!claim.getBucket().equals(bucket) || !claim.getKey().equals(key)) {
            throw new PermanentFailure(
                    FailureCode.CLAIM_CORRUPT,
                    "the claim names object " + claim.getBucket() + "/" + claim.getKey() + ", expected " + bucket + "/"
                            + key);
        }
    }
}
