package io.sightline.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimKeyTest {
    private static final Sha256 HASH = Sha256.of(Samples.text("the stored bytes"));
    private static final String HEX = HASH.hex();

    @Test
    void keyAndHashNameEachOther() {
        assertThat(ClaimKey.hash(ClaimKey.of(HASH))).contains(HASH);
        assertThat(ClaimKey.of(HASH))
                .isEqualTo(new ClaimNaming("any")
                        .claim(Samples.text("the stored bytes"), "image/png")
                        .getKey());
    }

    @Test
    void aReclaimedObjectKnowsWhereItCameFrom() {
        var key = ClaimKey.of(HASH);

        assertThat(ClaimKey.reclaimed(key)).isEqualTo("reclaimed/" + key);
        assertThat(ClaimKey.original(ClaimKey.reclaimed(key))).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "sha256/", "sha256/notes.txt", "receipts/1", "sha256/00/11/%s", "sha256/%s", "x/sha256/%s"})
    void keysThatAreNotOfOurMakingNameNoHash(String key) {
        assertThat(ClaimKey.hash(key.formatted(HEX))).isEmpty();
        assertThat(ClaimKey.hash(ClaimKey.of(HASH).toUpperCase(Locale.ROOT))).isEmpty();
        assertThat(ClaimKey.hash(ClaimKey.of(HASH) + "/part")).isEmpty();
    }
}
