package io.sightline.claim;

import io.sightline.claim.v1.ClaimRef;

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
                .setKey(key(hash))
                .setSha256(new io.sightline.claim.v1.Sha256(hash.bytes()))
                .setSize(content.length)
                .setMediaType(mediaType)
                .build();
    }

    private static String key(Sha256 hash) {
        var hex = hash.hex();
        return "sha256/" + hex.substring(0, 2) + "/" + hex.substring(2, 4) + "/" + hex;
    }
}
