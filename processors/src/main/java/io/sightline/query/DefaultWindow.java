package io.sightline.query;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far back a query looks that no index serves and that does not say how far: what is stored grows without end, and
 * such a query would look at all of it.
 *
 * @param length how far back from the end of the query, or from now
 */
public record DefaultWindow(Duration length) {
    /**
     * The times to look at; empty when it is said since when, or when there is nothing before the end.
     *
     * @param began where the window of the first page begins, so that all pages together are one list
     */
    Optional<TimeRange> of(TimeRange asked, Optional<Instant> began, Instant now) {
        if (asked.since().isPresent()) {
            return Optional.empty();
        }
        var since = began.orElseGet(() -> asked.until().orElse(now).minus(length));
        return since.isBefore(PageCursor.EARLIEST)
                ? Optional.empty()
                : Optional.of(new TimeRange(Optional.of(since), asked.until()));
    }
}
