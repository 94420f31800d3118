package io.sightline.frame;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text as it came over a wire. */
public final class Utf8 {
    private Utf8() {}

    /**
     * The text that the bytes are in UTF-8; empty when they are none. Nothing is replaced: two names with different
     * broken bytes would become one.
     */
    public static Optional<String> decode(byte[] bytes) {
        try {
            // A new decoder reports what it cannot read.
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
