package io.sightline.gate;

import java.util.Optional;

/**
 * Records of a partition that were handed out and are not known to be done.
 *
 * @param first offset of the first of them
 * @param end offset behind the last of them
 */
record Span(long first, long end) {
    Span until(long newEnd) {
        return new Span(first, newEnd);
    }

    /** What is left when all below this offset is done. */
    Optional<Span> from(long offset) {
        return offset < end ? Optional.of(new Span(Math.max(first, offset), end)) : Optional.empty();
    }
}
