package io.sightline.frame;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When a frame was taken: what its source says, as long as that can be believed.
 *
 * <p>The time is a part of the key by which a frame that comes again is known. So whatever decides on it must be the
 * same for every re-read: the record, and constants of the contract. No setting, which may be another one by then, and
 * no clock.
 *
 * @param instant the time to use, in whole microseconds
 * @param disbelieved what the source said, when it was not believed
 * @param clamped the timestamp of the record, when that is not believed either and nothing else is known
 */
public record CaptureTime(Instant instant, Optional<String> disbelieved, Optional<Instant> clamped) {
    /** Before it there are clocks that were never set, and Kafka's -1 for no timestamp. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    /** The first moment that is not believed, whoever says it. */
    private static final Instant END = Instant.parse("2100-01-01T00:00:00Z");

    /** How far a source's clock may be ahead of the timestamp of the record. */
    private static final Duration LEAD = Duration.ofMinutes(5);

    /**
     * Decides on the capture time.
     *
     * @param reported what the source says, ISO 8601 with an offset
     * @param timestamp timestamp of the record that carried the frame
     */
    public static CaptureTime decide(Optional<String> reported, Instant timestamp) {
        // Where the timestamp itself cannot be believed, nothing says that the source is ahead of it.
        var latest = isBelievable(timestamp) ? timestamp.plus(LEAD) : END;
        return reported.flatMap(CaptureTime::parse)
                .filter(instant -> isBelievable(instant) && !instant.isAfter(latest))
                .map(instant ->
                        new CaptureTime(instant.truncatedTo(ChronoUnit.MICROS), Optional.empty(), Optional.empty()))
                .orElseGet(() -> of(timestamp, reported));
    }

    private static CaptureTime of(Instant timestamp, Optional<String> disbelieved) {
        return isBelievable(timestamp)
                ? new CaptureTime(timestamp.truncatedTo(ChronoUnit.MICROS), disbelieved, Optional.empty())
                : new CaptureTime(EARLIEST, disbelieved, Optional.of(timestamp));
    }

    private static boolean isBelievable(Instant instant) {
        return !instant.isBefore(EARLIEST) && instant.isBefore(END);
    }

    private static Optional<Instant> parse(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.strip()).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
