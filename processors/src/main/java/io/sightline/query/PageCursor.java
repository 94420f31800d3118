package io.sightline.query;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Position of the last row of a page, in the order of the index. Opaque to clients but unsigned: a forged one only
 * chooses where to begin, because filter and source rule apply again on each page.
 *
 * @param time time of the row as PostgreSQL reads it
 * @param id frame of a detection; a dead letter's own id; the nil UUID where a row has none
 * @param number model version of a detection; own number of a model's event; 0 where rows have none
 * @param ordinal of a detection; 0 where rows have none
 * @param since where the window begins that the first page was given, when it was given one
 */
public record PageCursor(String time, String id, long number, int ordinal, Optional<Instant> since) {
    /** Before the first row. */
    static final PageCursor START = new PageCursor(
            "infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff", Long.MAX_VALUE, Integer.MAX_VALUE, Optional.empty());

    /** No database stores the year 0. */
    static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final String FORM = "2";
    private static final String NO_WINDOW = "-";
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /** Position of a row that its time and id alone identify. */
    static PageCursor of(String time, String id) {
        return new PageCursor(time, id, 0, 0, Optional.empty());
    }

    /** Position of a row that its number alone identifies. */
    static PageCursor of(String time, long number) {
        return new PageCursor(time, new UUID(0, 0).toString(), number, 0, Optional.empty());
    }

    String encode(String filterHash) {
        var text = String.join(
                " ",
                FORM,
                filterHash,
                time,
                id,
                Long.toString(number),
                Integer.toString(ordinal),
                since.map(Instant::toString).orElse(NO_WINDOW));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Other years are times too, but none that the database reads. */
    private static Instant time(String text) {
        var time = Instant.parse(text);
        if (time.isBefore(EARLIEST) || !time.isBefore(LATEST)) {
            throw new IllegalArgumentException("not a time of a row");
        }
        return time;
    }

    static PageCursor decode(String cursor, String filterHash) {
        String[] parts;
        try {
            parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII).split(" ", -1);
            if (parts.length != 7 || !parts[0].equals(FORM)) {
                throw new IllegalArgumentException("not of this form");
            }
            var position = new PageCursor(
                    time(parts[2]).toString(),
                    UUID.fromString(parts[3]).toString(),
                    Long.parseLong(parts[4]),
                    Integer.parseInt(parts[5]),
                    parts[6].equals(NO_WINDOW) ? Optional.empty() : Optional.of(time(parts[6])));
            if (parts[1].equals(filterHash)) {
                return position;
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER,
                    "cursor must be the value of next of a page, was " + cursor + "; leave it out to begin anew.");
        }
        throw new PermanentFailure(
                FailureCode.INVALID_PARAMETER,
                "cursor belongs to other filters, was " + cursor
                        + "; repeat the filters of the page that it came from, or leave it out to begin anew.");
    }
}
