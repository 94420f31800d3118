package io.sightline.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * What a server answered.
 *
 * @param head status line and headers
 * @param body empty when nobody wanted it
 */
@SuppressWarnings("ArrayRecordComponent")
public record RawAnswer(int status, String head, byte[] body) {
    /** Value of the first header of this name. */
    public Optional<String> header(String name) {
        return head.lines()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
