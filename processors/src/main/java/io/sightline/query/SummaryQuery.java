package io.sightline.query;

import io.sightline.security.SourceRule;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Counts of detections that are asked for.
 *
 * @param bucket hour, day, week or month, all in UTC; weeks begin on Monday
 */
public record SummaryQuery(DetectionFilter filter, String bucket) {
    /** Most counts of an answer. */
    static final int MOST = 10_000;

    /**
     * Times that are looked at although nobody asked for them: to count is to look at each. Empty when it is said since
     * when.
     */
    public Optional<TimeRange> window(DefaultWindow length, Instant now) {
        return length.of(filter.captured(), Optional.empty(), now);
    }

    /** Named parameters of the SQL. One row more than the most is read, to know whether there are too many. */
    public Map<String, Object> sqlParameters(SourceRule rule, Optional<TimeRange> window) {
        var parameters = filter.sqlParameters(rule, window);
        parameters.put("bucket", bucket);
        parameters.put("rows", MOST + 1);
        return parameters;
    }
}
