package io.sightline.camel;

import io.sightline.audit.Audit;
import io.sightline.audit.DayWindow;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;

/** Answers whether everything adds up. */
public final class AuditQueries {
    private final Audit audit;
    private final int days;
    private final Duration patience;
    private final Clock clock;

    /**
     * Queries of the API.
     *
     * @param days how many days are counted when nobody says since when
     * @param patience longest that one question of a count may take
     */
    public AuditQueries(Audit audit, int days, Duration patience, Clock clock) {
        this.audit = audit;
        this.days = days;
        this.patience = patience;
        this.clock = clock;
    }

    /** Headers in: deep, since, until. Body out: the answer. */
    public void answer(Exchange exchange) throws SQLException {
        requireEverySource(exchange);
        var message = exchange.getMessage();
        var since = Optional.ofNullable(message.getHeader("since", Instant.class));
        var until = Optional.ofNullable(message.getHeader("until", Instant.class));
        if (Boolean.TRUE.equals(message.getHeader("deep", Boolean.class))) {
            JsonBody.set(message, audit.deep(DayWindow.of(since, until, days, clock.instant()), patience));
            return;
        }
        if (since.isPresent() || until.isPresent()) {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER,
                    "since and until say which rows are counted, which they only are with deep=true.");
        }
        JsonBody.set(message, audit.answer());
    }

    /** Sums over all sources would tell of those that the caller must not see. */
    private static void requireEverySource(Exchange exchange) {
        if (!CurrentCaller.of(exchange).sources().everySource()) {
            throw new PermanentFailure(
                    FailureCode.FORBIDDEN,
                    "The audit counts what belongs to every source, and the access token does not permit every source:"
                            + " its claim sightline_sources must be \"*\".");
        }
    }
}
