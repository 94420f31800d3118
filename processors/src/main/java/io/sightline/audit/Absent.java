package io.sightline.audit;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found of the things that counters say are missing.
 *
 * @param records by partition of the frames topic that is there now
 * @param fates of frames without one; null when nobody looked for them
 */
record Absent(
        Map<FramesPartition, AbsentRecords> records,
        @Nullable AbsentFates fates) {
    /** Nothing was looked for. */
    static final Absent NONE = new Absent(Map.of(), null);

    Absent {
        records = Map.copyOf(records);
    }

    /** Those of the account, found or not. */
    AbsentRecords records(IngestAccount account) {
        var found = records.get(account.row().framesPartition());
        return found == null ? AbsentRecords.unsearched(account) : found;
    }

    /** Those that so many frames lack, found or not; where more were found the last ones are on their way. */
    AbsentFates fates(long lacking) {
        if (fates == null) {
            return AbsentFates.of(List.of(), lacking);
        }
        var eldest = fates.frames().stream().limit(lacking).toList();
        return AbsentFates.of(eldest, fates.unfound());
    }
}
