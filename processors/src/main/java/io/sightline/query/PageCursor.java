package io.sightline.query;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * Position of the last row of a page, in the order of the index. Opaque to clients but unsigned: a forged one only
 * chooses where to begin, because filter and source rule apply again on each page.
 *
 * @param time time of the row as PostgreSQL reads it
 * @param id frame of a detection; a dead letter's own id
 * @param modelVersionId of a detection; 0 where rows have none
 * @param ordinal of a detection; 0 where rows have none
 */
record PageCursor(String time, String id, long modelVersionId, int ordinal) {
    /** Before the first row. */
    static final PageCursor START =
            new PageCursor("infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff", Long.MAX_VALUE, Integer.MAX_VALUE);

    private static final String FORM = "1";
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /** Position of a row that its time and id alone identify. */
    static PageCursor of(String time, String id) {
        return new PageCursor(time, id, 0, 0);
    }

    String encode(String filterHash) {
        var text =
                String.join(" ", FORM, filterHash, time, id, Long.toString(modelVersionId), Integer.toString(ordinal));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Other years are times too, but none that the database reads. */
    private static String time(String text) {
        var time = Instant.parse(text);
        if (time.isBefore(EARLIEST) || !time.isBefore(LATEST)) {
            throw new IllegalArgumentException("not a time of a row");
        }
        return time.toString();
    }

    static PageCursor decode(String cursor, String filterHash) {
        String[] parts;
        try {
            parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII).split(" ", -1);
            if (parts.length != 6 || !parts[0].equals(FORM)) {
                throw new IllegalArgumentException("not of this form");
            }
            var position = new PageCursor(
                    time(parts[2]),
                    UUID.fromString(parts[3]).toString(),
                    Long.parseLong(parts[4]),
                    Integer.parseInt(parts[5]));
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
