package io.sightline.audit;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Days whose rows are counted, by UTC day of capture.
 *
 * @param since the first day
 * @param until the first day after the last
 * @param widened whether other moments were asked for, within these days
 */
public record DayWindow(LocalDate since, LocalDate until, boolean widened) {
    private static final int FIRST_YEAR = 1;
    /** The day behind the last moment must be one too. */
    private static final int LAST_YEAR = 9999;

    /** The days up to today. */
    public static DayWindow last(int days, Instant now) {
        var tomorrow = day(now).plusDays(1);
        return new DayWindow(tomorrow.minusDays(days), tomorrow, false);
    }

    /**
     * The whole days that hold the moments from since (included) to until.
     *
     * @param days how many days to count when since is not given
     * @throws PermanentFailure INVALID_PARAMETER when since is not before until, or when a day is in no year from 1 to
     *     9998
     */
    public static DayWindow of(Optional<Instant> since, Optional<Instant> until, int days, Instant now) {
        since.ifPresent(moment -> requireYear("since", moment));
        until.ifPresent(moment -> requireYear("until", moment));
        var end = until.map(DayWindow::endOf).orElseGet(() -> day(now).plusDays(1));
        var begin = since.map(DayWindow::day).orElseGet(() -> end.minusDays(days));
        if (begin.getYear() < FIRST_YEAR) {
            throw noYear("until", end + " with " + days + " days before it");
        }
        if (!begin.isBefore(end)
                || (since.isPresent() && until.isPresent() && !since.get().isBefore(until.get()))) {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER,
                    "since must be before until, was "
                            + since.map(Instant::toString).orElse(begin.toString()) + " with until "
                            + until.map(Instant::toString).orElse(end.toString()) + ".");
        }
        return new DayWindow(
                begin,
                end,
                since.filter(moment -> !moment.equals(start(begin))).isPresent()
                        || until.filter(moment -> !moment.equals(start(end))).isPresent());
    }

    /** Others are written in a way that PostgreSQL does not read. */
    private static void requireYear(String name, Instant moment) {
        if (moment.isBefore(start(LocalDate.ofYearDay(FIRST_YEAR, 1)))
                || !moment.isBefore(start(LocalDate.ofYearDay(LAST_YEAR, 1)))) {
            throw noYear(name, moment.toString());
        }
    }

    private static PermanentFailure noYear(String name, String found) {
        return new PermanentFailure(
                FailureCode.INVALID_PARAMETER,
                name + " must be in the years from " + FIRST_YEAR + " to " + (LAST_YEAR - 1) + ", was " + found + ".");
    }

    boolean contains(LocalDate day) {
        return !day.isBefore(since) && day.isBefore(until);
    }

    /** The first moment of a day. */
    static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static LocalDate day(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static LocalDate endOf(Instant until) {
        return start(day(until)).equals(until) ? day(until) : day(until).plusDays(1);
    }
}
