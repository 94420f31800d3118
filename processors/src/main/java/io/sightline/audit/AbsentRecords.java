package io.sightline.audit;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Records of a partition of the frames topic that have no fate; their places are their offsets.
 *
 * @param start offset that the account begins at
 * @param position offset before which ingest is done
 */
record AbsentRecords(
        FramesPartition partition,
        long start,
        long position,
        NavigableMap<Long, Long> found,
        Map<UUID, Long> names,
        long unfound,
        LetterOrder order)
        implements Absences {
    private static final int MOST_NAMED = 5;

    AbsentRecords {
        found = Collections.unmodifiableNavigableMap(new TreeMap<>(found));
        names = Map.copyOf(names);
    }

    /** Records that nobody looked for. */
    static AbsentRecords unsearched(IngestAccount account) {
        return new AbsentRecords(
                account.row().framesPartition(),
                account.row().start(),
                account.position(),
                new TreeMap<>(),
                Map.of(),
                account.lacking(),
                new LetterOrder(List.of()));
    }

    @Override
    public long before(SuspectLetter letter) {
        return order.before(letter);
    }

    @Override
    public boolean mayBeUnfound(SuspectLetter letter) {
        var named = letter.origin();
        if (named == null) {
            return !letter.cameOverRest();
        }
        return FramesPartition.of(named).equals(partition) && named.offset() >= start && named.offset() < position;
    }

    /** Such as {@code 17} or {@code 20-24}. */
    @Override
    public List<String> firstIds() {
        return found.entrySet().stream()
                .limit(MOST_NAMED)
                .map(range -> range.getKey().equals(range.getValue())
                        ? range.getKey().toString()
                        : range.getKey() + "-" + range.getValue())
                .toList();
    }
}
