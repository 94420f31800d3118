package io.sightline.audit;

import java.util.List;

/**
 * Letters of one kind.
 *
 * @param known the eldest of them
 * @param more how many more there are that were not looked at, each of which may stand for anything
 */
record Pile(List<SuspectLetter> known, long more) {
    static final Pile NONE = new Pile(List.of(), 0);

    Pile {
        known = List.copyOf(known);
    }

    long size() {
        return known.size() + more;
    }
}
