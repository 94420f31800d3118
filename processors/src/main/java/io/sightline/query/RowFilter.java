package io.sightline.query;

import io.sightline.security.SourceRule;
import java.util.Map;
import java.util.Optional;

/** Which rows of a list are asked for; all of it must hold. */
public sealed interface RowFilter permits DetectionFilter, FrameFilter {
    /** When the frames were captured. */
    TimeRange captured();

    /** Identity of the filter, so that a cursor cannot be used with another one, nor with another list. */
    String hash();

    /** Whether its rows stand side by side in an index, so that a page reads itself alone. */
    boolean hasIndex(SourceRule rule);

    /**
     * Named parameters of the filter's part of the SQL.
     *
     * @param times times to look at instead of those that are asked for, when there are any
     */
    Map<String, Object> sqlParameters(SourceRule rule, Optional<TimeRange> times);
}
