package io.sightline.audit;

import io.sightline.delivery.FrameOrigin;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A letter of the sink that may stand for something that is missing.
 *
 * @param id of the letter
 * @param names what its record says that it is: of a claim the frame, of a letter that letter, of an inference that
 *     inference; null when it says nothing, so that it may be anything
 * @param origin the record of the frames topic that it names besides; null when it names none that fits
 * @param cameOverRest whether it says that it came of no such record
 * @param place where its own record lies; null when that is not known
 * @param writtenDown when the sink had failed to read it: it was there by then
 */
record SuspectLetter(
        UUID id,
        @Nullable UUID names,
        @Nullable FrameOrigin origin,
        boolean cameOverRest,
        @Nullable Place place,
        Instant writtenDown) {
    private static final int MOST_NAMED = 5;

    /** A record of a topic of the sink. */
    record Place(UUID topicId, int partition, long offset) {}

    /** A letter that names its frame, and nothing else. */
    static SuspectLetter ofFrame(UUID id, UUID frameId) {
        return new SuspectLetter(id, frameId, null, false, null, Instant.EPOCH);
    }

    /** Ids of the first of these, at most five. */
    static List<String> firstIds(Collection<SuspectLetter> letters) {
        return letters.stream()
                .limit(MOST_NAMED)
                .map(letter -> letter.id().toString())
                .toList();
    }
}
