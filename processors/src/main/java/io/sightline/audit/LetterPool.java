package io.sightline.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Letters that have not been taken for anything yet. */
final class LetterPool {
    private final List<SuspectLetter> left;
    private long more;

    LetterPool(Pile pile) {
        this.left = new ArrayList<>(pile.known());
        this.more = pile.more();
    }

    /**
     * What of a pool may stand for things that are missing.
     *
     * @param candidates letters that may, the eldest first
     * @param could how many may, with those that were not looked at
     * @param letters those that were taken
     * @param more how many were taken besides that were not looked at
     */
    record Taken(List<SuspectLetter> candidates, long could, List<SuspectLetter> letters, long more) {
        long number() {
            return letters.size() + more;
        }

        Taken and(Taken other) {
            return new Taken(
                    Stream.concat(candidates.stream(), other.candidates.stream())
                            .sorted(Comparator.comparing(SuspectLetter::writtenDown))
                            .toList(),
                    could + other.could,
                    Stream.concat(letters.stream(), other.letters.stream()).toList(),
                    more + other.more);
        }
    }

    /** Takes letters for things that are missing, at most so many. */
    Taken take(Excuses excuses, long most) {
        var candidates = excuses.candidates(left);
        long could = candidates.size() + more;
        var letters = excuses.take(candidates, most);
        left.removeAll(letters);
        long others = Math.min(more, most - letters.size());
        more -= others;
        return new Taken(candidates, could, letters, others);
    }
}
