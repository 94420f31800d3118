package io.sightline.audit;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;

/**
 * Things of one kind that are missing, as far as they were found. Each has a place in an order of time, so that a
 * letter that is older than a thing can be told from one that may stand for it.
 */
sealed interface Absences permits AbsentRecords, AbsentFates {
    /** Places of what was found, as ranges: the first and the last place of each. */
    NavigableMap<Long, Long> found();

    /** What headers call the things that were found, and the places of these; of names that letters have. */
    Map<UUID, Long> names();

    /** How many more are missing, of which nothing is known. */
    long unfound();

    /** The letter stands for nothing that was found at this place or behind it, because it is older. */
    long before(SuspectLetter letter);

    /** Whether the letter may stand for one of those that were not found. */
    boolean mayBeUnfound(SuspectLetter letter);

    /** Ids of the first that were found, or ranges of offsets, at most five. */
    List<String> firstIds();
}
