package io.sightline.query;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which times a query asks for; ends between two microseconds are moved to the later one.
 *
 * @param since at or after
 * @param until before
 */
public record TimeRange(Optional<Instant> since, Optional<Instant> until) {
    /** @throws PermanentFailure INVALID_PARAMETER for a range that holds no time */
    public TimeRange {
        since = since.map(TimeRange::inMicroseconds);
        until = until.map(TimeRange::inMicroseconds);
        if (since.isPresent() && until.isPresent() && !since.get().isBefore(until.get())) {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER,
                    "since must be before until, was " + since.get() + " with until " + until.get() + ".");
        }
    }

    /**
     * Rows have microseconds, and PostgreSQL would round to the nearest one: of these, what is at or after a time
     * between two is at or after the later one, and what is before it is before that one.
     */
    private static Instant inMicroseconds(Instant time) {
        var begun = time.truncatedTo(ChronoUnit.MICROS);
        return begun.equals(time) ? time : begun.plus(1, ChronoUnit.MICROS);
    }

    /** The range as answers tell it. */
    Map<String, Object> described() {
        var described = new LinkedHashMap<String, Object>();
        since.ifPresent(time -> Answers.put(described, "since", time));
        until.ifPresent(time -> Answers.put(described, "until", time));
        return described;
    }

    /** The range as an interval of ISO 8601, with {@code ..} for an end that is open. */
    public String interval() {
        return since.map(Instant::toString).orElse("..") + "/"
                + until.map(Instant::toString).orElse("..");
    }

    /** What distinguishes it from other ranges. */
    String identity() {
        return String.join(
                "\0",
                since.map(Instant::toString).orElse(""),
                until.map(Instant::toString).orElse(""));
    }

    /** Sets the named parameters since and until, as PostgreSQL reads times. */
    void putInto(Map<String, Object> parameters) {
        parameters.put("since", since.map(Objects::toString).orElse("-infinity"));
        parameters.put("until", until.map(Objects::toString).orElse("infinity"));
    }
}
