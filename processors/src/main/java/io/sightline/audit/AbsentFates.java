package io.sightline.audit;

import io.sightline.frame.Identities;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Frames without a fate, or rather the fates that they lack; their places are those of the frames in the order in which
 * Sightline received them.
 *
 * @param frames the eldest first
 */
record AbsentFates(List<Frame> frames, NavigableMap<Long, Long> found, Map<UUID, Long> names, long unfound)
        implements Absences {
    private static final int MOST_NAMED = 5;

    /** A frame and when it was received. */
    record Frame(UUID id, Instant receivedAt) {}

    AbsentFates {
        frames = List.copyOf(frames);
        found = Collections.unmodifiableNavigableMap(new TreeMap<>(found));
        names = Map.copyOf(names);
    }

    /** @param frames the eldest first */
    static AbsentFates of(List<Frame> frames, long unfound) {
        var names = new HashMap<UUID, Long>();
        for (int place = 0; place < frames.size(); place++) {
            var id = frames.get(place).id();
            names.put(Identities.servingInference(id), (long) place);
            names.put(Identities.deadLetter("detect", id), (long) place);
        }
        var found = new TreeMap<Long, Long>();
        if (!frames.isEmpty()) {
            found.put(0L, (long) frames.size() - 1);
        }
        return new AbsentFates(frames, found, names, unfound);
    }

    /** What is older than the frame cannot be its fate. */
    @Override
    public long before(SuspectLetter letter) {
        var latest = letter.writtenDown().plus(LetterOrder.CLOCKS);
        int low = 0;
        for (int high = frames.size(); low < high; ) {
            int middle = (low + high) >>> 1;
            if (frames.get(middle).receivedAt().isAfter(latest)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    @Override
    public boolean mayBeUnfound(SuspectLetter letter) {
        return true;
    }

    @Override
    public List<String> firstIds() {
        return frames.stream()
                .limit(MOST_NAMED)
                .map(frame -> frame.id().toString())
                .toList();
    }
}
