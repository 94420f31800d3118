package io.sightline.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Which letters are older than a record of the frames topic. Ingest reads a partition in order and publishes claims in
 * order, so that the claim or letter of a record comes behind the claims of all frames that the same partition had
 * before it. So a letter is older than the record when such a frame's claim lies behind the letter's record in the same
 * partition of the claims topic; or when ingest received such a frame after the sink had written the letter down.
 *
 * <p>What this takes for granted: nobody moved ingest's position back and then forward again over the record. Frames
 * that came out of turn, because they were redriven, must not be shown to it. Where no frame tells, nothing is known,
 * and the letter may stand for the record.
 */
final class LetterOrder {
    /** Clocks of processes differ by less. */
    static final Duration CLOCKS = Duration.ofSeconds(10);

    private final Map<Partition, Older> byOffset = new HashMap<>();
    private final Older byTime = new Older();

    LetterOrder(Collection<SuspectLetter> letters) {
        for (var letter : letters) {
            byTime.add(moment(letter));
            var place = letter.place();
            if (place != null) {
                byOffset.computeIfAbsent(Partition.of(place), none -> new Older())
                        .add(place.offset());
            }
        }
    }

    private record Partition(UUID topicId, int number) {
        static Partition of(SuspectLetter.Place place) {
            return new Partition(place.topicId(), place.partition());
        }
    }

    /** A frame of the partition was found. */
    void see(long offset, SuspectLetter.Place claim, Instant receivedAt) {
        byTime.see(receivedAt.toEpochMilli(), offset);
        var older = byOffset.get(Partition.of(claim));
        if (older != null) {
            older.see(claim.offset(), offset);
        }
    }

    /** The letter is older than every record behind this offset; the highest number when nothing tells. */
    long before(SuspectLetter letter) {
        long offset = byTime.before(moment(letter));
        var place = letter.place();
        if (place == null) {
            return offset;
        }
        var older = byOffset.get(Partition.of(place));
        return older == null ? offset : Math.min(offset, older.before(place.offset()));
    }

    private static long moment(SuspectLetter letter) {
        return letter.writtenDown().plus(CLOCKS).toEpochMilli();
    }

    /** By when a letter was there, the lowest offset of a frame that is known to be later than it. */
    private static final class Older {
        private final NavigableMap<Long, Long> lowest = new TreeMap<>();

        void add(long letter) {
            lowest.put(letter, Long.MAX_VALUE);
        }

        void see(long frame, long offset) {
            var latestLetter = lowest.lowerKey(frame);
            if (latestLetter != null) {
                lowest.merge(latestLetter, offset, Math::min);
            }
        }

        long before(long letter) {
            return lowest.tailMap(letter, true).values().stream()
                    .mapToLong(Long::longValue)
                    .min()
                    .orElse(Long.MAX_VALUE);
        }
    }
}
