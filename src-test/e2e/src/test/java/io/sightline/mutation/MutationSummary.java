package io.sightline.mutation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How broken requests were answered. */
public final class MutationSummary {
    /** No answer came, though one was due. */
    private static final int NONE = -1;

    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private final List<String> unexpected = new ArrayList<>();

    /** A summary of nothing yet. */
    public MutationSummary() {}

    void note(int number, String request, int status) {
        statuses.merge(status, 1, Integer::sum);
        if (status == NONE || (status >= 500 && status != 503)) {
            unexpected.add("request " + number + ", " + request + ": " + status);
        }
    }

    /** Takes over what another one has noted. */
    public void add(MutationSummary other) {
        other.statuses.forEach((status, count) -> statuses.merge(status, count, Integer::sum));
        unexpected.addAll(other.unexpected);
    }

    /** Number of answers by status; 0 where the connection was closed on a body of a false length, -1 for none. */
    public Map<Integer, Integer> statuses() {
        return Collections.unmodifiableMap(statuses);
    }

    /** What must not be: a failure of the server's own, or no answer. */
    public List<String> unexpected() {
        return List.copyOf(unexpected);
    }

    @Override
    public String toString() {
        return statuses + (unexpected.isEmpty() ? "" : ", unexpected: " + unexpected);
    }
}
