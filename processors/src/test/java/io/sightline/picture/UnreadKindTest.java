package io.sightline.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnreadKindTest {
    /** Both begin alike. */
    @Test
    void tellsAPictureFromASound() {
        assertThat(UnreadKind.of("RIFF....WEBPVP8 ".getBytes(ISO_8859_1))).isEmpty();
        assertThat(UnreadKind.of("RIFF....WAVEfmt ".getBytes(ISO_8859_1))).contains("a WAV or AVI file");
    }
}
