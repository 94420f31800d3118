package io.sightline.query;

import io.sightline.failure.PermanentFailure;
import io.sightline.security.SourceRule;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One page of a list that is asked for.
 *
 * @param limit rows of the page
 * @param after row that the page before ended with
 */
public record PageQuery<F extends RowFilter>(F filter, int limit, Optional<PageCursor> after) {
    /**
     * The page behind a cursor.
     *
     * @param cursor {@link PageCursor} text of the page before
     * @throws PermanentFailure INVALID_PARAMETER for a cursor of another filter, or none of ours
     */
    public static <F extends RowFilter> PageQuery<F> of(F filter, int limit, Optional<String> cursor) {
        return new PageQuery<>(filter, limit, cursor.map(text -> PageCursor.decode(text, filter.hash())));
    }

    /**
     * Times that are looked at although nobody asked for them: those of the page before, so that all pages together are
     * one list. Empty when the filter says since when, or when an index serves it.
     */
    public Optional<TimeRange> window(SourceRule rule, DefaultWindow length, Instant now) {
        return filter.hasIndex(rule)
                ? Optional.empty()
                : length.of(filter.captured(), after.flatMap(PageCursor::since), now);
    }

    /** Named parameters of the page's SQL. One row more than the page is read, to know whether another page follows. */
    public Map<String, Object> sqlParameters(SourceRule rule, Optional<TimeRange> window) {
        var start = after.orElse(PageCursor.START);
        var parameters = filter.sqlParameters(rule, window);
        parameters.put("rows", limit + 1);
        parameters.put("afterTime", start.time());
        parameters.put("afterFrame", start.id());
        parameters.put("afterModel", start.number());
        parameters.put("afterOrdinal", start.ordinal());
        return parameters;
    }
}
