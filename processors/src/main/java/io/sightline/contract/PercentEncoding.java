package io.sightline.contract;

import io.sightline.frame.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text of a path or a query as RFC 3986 encodes it. Libraries put U+FFFD for what is no UTF-8, so that names meet. */
public final class PercentEncoding {
    private static final int HEXADECIMAL = 16;

    /** Characters that stand for one byte. */
    private static final int OCTET = 3;

    private PercentEncoding() {}

    /**
     * The text; empty when what it stands for is no UTF-8.
     *
     * @throws IllegalArgumentException for a percent sign without two hexadecimal digits behind it
     */
    public static Optional<String> decode(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return Optional.of(encoded);
        }
        var bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < encoded.length()) {
            if (encoded.charAt(at) == '%') {
                bytes.write(octet(encoded, at));
                at += OCTET;
            } else {
                var next = encoded.indexOf('%', at);
                var end = next < 0 ? encoded.length() : next;
                bytes.writeBytes(encoded.substring(at, end).getBytes(StandardCharsets.UTF_8));
                at = end;
            }
        }
        return Utf8.decode(bytes.toByteArray());
    }

    private static int octet(String encoded, int at) {
        if (at + 2 < encoded.length()) {
            // Letters and digits of other scripts are digits to Java as well.
            var high = encoded.charAt(at + 1) < 0x80 ? Character.digit(encoded.charAt(at + 1), HEXADECIMAL) : -1;
            var low = encoded.charAt(at + 2) < 0x80 ? Character.digit(encoded.charAt(at + 2), HEXADECIMAL) : -1;
            if (high >= 0 && low >= 0) {
                return high * HEXADECIMAL + low;
            }
        }
        throw new IllegalArgumentException("a percent sign without two hexadecimal digits at " + at);
    }
}
