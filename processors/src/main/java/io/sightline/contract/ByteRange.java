package io.sightline.contract;

import java.math.BigInteger;
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
    private static final Pattern FORM = Pattern.compile("bytes=(\\d*)-(\\d*)", Pattern.CASE_INSENSITIVE);
    /** Beyond every answer, as all positions behind it. */
    private static final BigInteger FURTHEST = BigInteger.valueOf(Long.MAX_VALUE);

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
            long count = position(new BigInteger(form.group(2)));
            return Optional.of(new ByteRange(count == 0 ? size : Math.max(0, size - count), size - 1, size));
        }
        var first = new BigInteger(form.group(1));
        if (form.group(2).isEmpty()) {
            return Optional.of(new ByteRange(position(first), size - 1, size));
        }
        var last = new BigInteger(form.group(2));
        return last.compareTo(first) < 0
                ? Optional.empty()
                : Optional.of(new ByteRange(position(first), Math.min(position(last), size - 1), size));
    }

    /** A range may name positions of any number of digits. */
    private static long position(BigInteger number) {
        return number.min(FURTHEST).longValueExact();
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
