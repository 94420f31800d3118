package io.sightline.audit;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/** What a search for missing records of a partition has found so far; it goes from the last offset to the first. */
final class RecordFinds {
    private final IngestAccount account;
    private final LetterOrder order;
    private final NavigableMap<Long, Long> ranges = new TreeMap<>();
    private final Map<UUID, Long> names = new HashMap<>();
    private long number;
    private long searched;

    RecordFinds(IngestAccount account, LetterOrder order) {
        this.account = account;
        this.order = order;
        this.searched = account.position();
    }

    IngestAccount account() {
        return account;
    }

    LetterOrder order() {
        return order;
    }

    /** All from this offset on was looked at. */
    long searched() {
        return searched;
    }

    void searched(long offset) {
        searched = offset;
    }

    /** Whether as many were found as are missing. */
    boolean isComplete() {
        return number >= account.missing();
    }

    void add(long offset) {
        var last = ranges.remove(offset + 1);
        ranges.put(offset, last == null ? offset : last);
        number++;
    }

    /** What a header would call the record, or its letter. */
    void name(UUID name, long offset) {
        names.put(name, offset);
    }

    /** What is not on its way. */
    AbsentRecords result() {
        long found = number - leaveOut(Math.min(number, account.underWay()));
        return new AbsentRecords(
                account.row().framesPartition(),
                account.row().start(),
                account.position(),
                ranges,
                names,
                account.lacking() - found,
                order);
    }

    /** Which records are on their way nobody knows; the last ones are taken for them. */
    private long leaveOut(long records) {
        for (long left = records; left > 0; ) {
            var range = ranges.pollLastEntry();
            long size = range.getValue() - range.getKey() + 1;
            if (size > left) {
                ranges.put(range.getKey(), range.getValue() - left);
            }
            left -= Math.min(size, left);
        }
        return records;
    }
}
