package io.sightline.audit;

import io.sightline.audit.Books.Look;
import io.sightline.audit.Books.OriginRow;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What can be known of a frames topic that is gone, or of one of its partitions. Only the audit has looked at its logs;
 * what came after its last look nobody has seen.
 *
 * @param rows accounts of the partitions
 * @param underWay records that the sinks have left to read: some may be of these partitions
 */
record Remains(List<OriginRow> rows, long underWay) {
    Remains {
        rows = List.copyOf(rows);
    }

    /** Records that became frames or dead letters. */
    long stored() {
        return rows.stream().mapToLong(row -> row.frames() + row.letters()).sum();
    }

    /** Records that were there and never became anything; no fewer than this. */
    long lost() {
        long lacking = rows.stream().mapToLong(Remains::lacking).sum();
        return Math.max(0, lacking - underWay);
    }

    /** What is known of records that never became anything, a sentence. */
    String told() {
        var looks = rows.stream().map(OriginRow::look).filter(Objects::nonNull).toList();
        if (looks.size() < rows.size()) {
            return "How many more there were is not known: no audit has looked at its log.";
        }
        // Of several looks the first: what came to a log after that was seen by chance.
        var at = looks.stream().map(Look::at).min(Instant::compareTo).orElseThrow();
        var seen = "The audit last looked at its log at " + at
                + (looks.size() == 1
                        ? ", when that ended at offset " + looks.get(0).end()
                        : "") + ". ";
        return seen
                + (lost() == 0
                        ? "What was there then is stored, or on its way to be"
                        : "At least " + lost()
                                + " records that were there then became neither a frame nor a dead letter (a"
                                + " mark of a producer's transaction counts as one)")
                + "; what came after that is not known.";
    }

    private static long lacking(OriginRow row) {
        var look = row.look();
        return look == null
                ? 0
                : Math.max(0, look.end() - row.start() - row.frames() - row.letters() - row.writtenOff());
    }
}
