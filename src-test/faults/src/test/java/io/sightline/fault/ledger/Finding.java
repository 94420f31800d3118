package io.sightline.fault.ledger;

import java.util.List;

/**
 * Something that must not be.
 *
 * @param harm which promise it breaks
 * @param what in words
 * @param total how often
 * @param examples the first of them
 */
public record Finding(Harm harm, String what, long total, List<String> examples) {
    /** The promises. */
    public enum Harm {
        LOST,
        DOUBLED,
        WRONG
    }

    public Finding {
        examples = List.copyOf(examples);
    }

    @Override
    public String toString() {
        return "%s: %d %s, first %s".formatted(harm, total, what, examples);
    }
}
