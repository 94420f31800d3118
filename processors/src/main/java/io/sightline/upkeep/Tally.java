package io.sightline.upkeep;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts what became of things, with their bytes where they have some. */
public final class Tally {
    private final Map<String, Count> counts = new TreeMap<>();

    /**
     * Things with the same fate.
     *
     * @param bytes 0 for things without a length
     */
    public record Count(long number, long bytes) {
        Count plus(Count other) {
            return new Count(number + other.number, bytes + other.bytes);
        }
    }

    void add(String fate, long number, long bytes) {
        counts.merge(fate, new Count(number, bytes), Count::plus);
    }

    /** What was counted so far, by fate. */
    public Map<String, Count> counts() {
        return Collections.unmodifiableMap(counts);
    }

    /** How many had this fate. */
    public long number(String fate) {
        return counts.getOrDefault(fate, new Count(0, 0)).number();
    }

    /** Such as {@code live=4 (812 bytes), orphan=1 (203 bytes)}. */
    @Override
    public String toString() {
        return counts.isEmpty()
                ? "nothing"
                : counts.entrySet().stream().map(Tally::text).collect(Collectors.joining(", "));
    }

    private static String text(Map.Entry<String, Count> entry) {
        var count = entry.getValue();
        return entry.getKey() + "=" + count.number() + (count.bytes() > 0 ? " (" + count.bytes() + " bytes)" : "");
    }
}
