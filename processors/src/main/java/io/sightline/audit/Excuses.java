package io.sightline.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Finds letters that may stand for things that are missing: each letter for one thing, and each thing by one letter.
 */
final class Excuses {
    private final Absences absences;
    private final NavigableMap<Long, Long> found;
    private final Map<UUID, Long> names;
    /** Ranges of places that no letter stands for yet. */
    private final NavigableMap<Long, Long> free;

    private long unfound;

    Excuses(Absences absences) {
        this.absences = absences;
        this.found = absences.found();
        this.names = absences.names();
        this.free = new TreeMap<>(found);
        this.unfound = absences.unfound();
    }

    /** Those of the letters that may stand for any of the things, whether another does or not. */
    List<SuspectLetter> candidates(Collection<SuspectLetter> letters) {
        return letters.stream().filter(this::isCandidate).toList();
    }

    /** Takes as many of the letters as can each stand for a thing of its own, at most so many. */
    List<SuspectLetter> take(Collection<SuspectLetter> letters, long most) {
        var taken = new ArrayList<SuspectLetter>();
        // What says that it is one thing can be no other, so that it goes first.
        for (boolean named : new boolean[] {true, false}) {
            for (var letter : letters) {
                if (taken.size() < most && (letter.names() != null) == named && take(letter)) {
                    taken.add(letter);
                }
            }
        }
        return taken;
    }

    private boolean isCandidate(SuspectLetter letter) {
        boolean isFound = letter.names() == null
                ? found.lowerKey(absences.before(letter)) != null
                : names.containsKey(letter.names());
        return isFound || (absences.unfound() > 0 && absences.mayBeUnfound(letter));
    }

    private boolean take(SuspectLetter letter) {
        var place = letter.names() == null ? null : names.get(letter.names());
        if (place != null) {
            return take(place.longValue());
        }
        if (letter.names() == null) {
            // The latest of the places that it may stand for: the elder ones are left for elder letters.
            long before = absences.before(letter);
            var range = free.lowerEntry(before);
            if (range != null) {
                return take(Math.min(range.getValue(), before - 1));
            }
        }
        if (unfound > 0 && absences.mayBeUnfound(letter)) {
            unfound--;
            return true;
        }
        return false;
    }

    private boolean take(long place) {
        var range = free.floorEntry(place);
        if (range == null || range.getValue() < place) {
            return false;
        }
        free.remove(range.getKey());
        if (range.getKey() < place) {
            free.put(range.getKey(), place - 1);
        }
        if (range.getValue() > place) {
            free.put(place + 1, range.getValue());
        }
        return true;
    }
}
