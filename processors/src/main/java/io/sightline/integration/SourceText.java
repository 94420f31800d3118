package io.sightline.integration;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Makes text of a file's bytes, or says why that cannot be done. */
final class SourceText {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private SourceText() {}

    static Optional<String> of(SourceFile file, Findings findings) {
        if (file.isTooLong()) {
            findings.error(
                    Place.START,
                    "",
                    "the file has " + megabytes(file.size()) + ", and at most 10 MB are read",
                    "keep data out of it");
            return Optional.empty();
        }
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var bytes = ByteBuffer.wrap(file.content());
        try {
            return checked(decoder.decode(bytes).toString(), findings);
        } catch (CharacterCodingException e) {
            // The decoder stops in front of what it cannot read.
            var before = new String(file.content(), 0, bytes.position(), StandardCharsets.UTF_8);
            findings.error(
                    place(before, before.length()),
                    "",
                    "byte " + bytes.position() + " is no text in UTF-8",
                    "is the file binary, or not written to its end?");
            return Optional.empty();
        }
    }

    private static Optional<String> checked(String text, Findings findings) {
        int unprintable = text.indexOf('\0');
        if (unprintable >= 0) {
            findings.error(place(text, unprintable), "", "the file holds a NUL byte", "it is binary, and no text");
            return Optional.empty();
        }
        if (text.isBlank()) {
            findings.error(
                    Place.START,
                    "",
                    "the file is empty",
                    "`new route`, `new kamelet` and `new pipe` print one to start from");
            return Optional.empty();
        }
        return Optional.of(text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text);
    }

    /** The place of a character. */
    static Place place(String text, int index) {
        int line = 1;
        int start = 0;
        for (int at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) {
            line++;
            start = at + 1;
        }
        return new Place(line, index - start + 1);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
