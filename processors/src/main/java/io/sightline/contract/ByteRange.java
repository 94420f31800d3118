package io.sightline.contract;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of an answer.
 *
 * @param first number of its first byte, from 0; not before {@code size} when no byte of the answer is in it
 * @param last number of its last byte
 * @param size bytes of the whole answer
 */
public record ByteRange(long first, long last, long size) {
    /** A number of more digits is beyond every answer, too. */
    private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})", Pattern.CASE_INSENSITIVE);

    /**
     * The range that the header {@code Range} asks for. Empty where the whole is to be answered: without a header, and,
     * as RFC 9110 (14.2) has it, for one that is no range of bytes or more than one.
     */
    public static Optional<ByteRange> of(@Nullable String header, long size) {
        var form = FORM.matcher(header == null ? "" : header.strip());
        if (!form.matches() || (form.group(1).isEmpty() && form.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (form.group(1).isEmpty()) {
            long count = Long.parseLong(form.group(2));
            return Optional.of(new ByteRange(count == 0 ? size : Math.max(0, size - count), size - 1, size));
        }
        long first = Long.parseLong(form.group(1));
        long last = form.group(2).isEmpty() ? size - 1 : Long.parseLong(form.group(2));
        if (!form.group(2).isEmpty() && last < first) {
            return Optional.empty();
        }
        return Optional.of(new ByteRange(first, Math.min(last, size - 1), size));
    }

    public boolean isSatisfiable() {
        return first < size;
    }

    public long length() {
        return last - first + 1;
    }

    /** The header {@code Content-Range} of the part, or of the refusal when there is none. */
    public String header() {
        return "bytes " + (isSatisfiable() ? first + "-" + last : "*") + "/" + size;
    }
}
