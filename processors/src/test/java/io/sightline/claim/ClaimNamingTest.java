package io.sightline.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import org.junit.jupiter.api.Test;

class ClaimNamingTest {
    @Test
    void namesBytesByTheirContent() {
        var claim = new ClaimNaming("pictures").claim(Samples.text("abc"), "image/jpeg");

        // FIPS 180-4: SHA-256 of "abc"
        var hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assertThat(claim.getBucket()).isEqualTo("pictures");
        assertThat(claim.getKey()).isEqualTo("sha256/ba/78/" + hex);
        assertThat(Sha256.ofDigest(claim.getSha256().bytes()).hex()).isEqualTo(hex);
        assertThat(claim.getSize()).isEqualTo(3);
        assertThat(claim.getMediaType()).isEqualTo("image/jpeg");
    }
}
