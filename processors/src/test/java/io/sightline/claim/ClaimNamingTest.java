package io.sightline.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.Samples;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.util.List;
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

    @Test
    void aClaimOfAnotherBucketOrKeyIsRefused() {
        var naming = new ClaimNaming("pictures");
        var own = naming.claim(Samples.text("abc"), "image/jpeg");
        var foreignBucket = new ClaimNaming("secrets").claim(Samples.text("abc"), "image/jpeg");
        var foreignKey = naming.claim(Samples.text("abc"), "image/jpeg");
        foreignKey.setKey("receipts/some-frame");

        assertThatCode(() -> naming.require(own)).doesNotThrowAnyException();
        for (var foreign : List.of(foreignBucket, foreignKey)) {
            assertThatThrownBy(() -> naming.require(foreign))
                    .extracting(failure -> ((PermanentFailure) failure).code())
                    .isEqualTo(FailureCode.CLAIM_CORRUPT);
        }
    }
}
