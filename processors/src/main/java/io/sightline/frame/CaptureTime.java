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
 * @param instant the time to use, in whole microseconds
 * @param disbelieved what the source said, when it was not believed
 */
public record CaptureTime(Instant instant, Optional<String> disbelieved) {
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    /**
     * Decides on the capture time. The same for every re-read, because it looks at the record alone and never at a
     * clock.
     *
     * @param reported what the source says, ISO 8601 with an offset
     * @param fallback timestamp of the record that carried the frame
     * @param clockAhead how far a source's clock may be ahead of the fallback
     */
    public static CaptureTime decide(Optional<String> reported, Instant fallback, Duration clockAhead) {
        var parsed = reported.flatMap(CaptureTime::parse)
                .filter(instant -> !instant.isBefore(EARLIEST) && !instant.isAfter(fallback.plus(clockAhead)));
        return parsed.map(instant -> new CaptureTime(instant.truncatedTo(ChronoUnit.MICROS), Optional.empty()))
                .orElseGet(() -> new CaptureTime(fallback.truncatedTo(ChronoUnit.MICROS), reported));
    }

    private static Optional<Instant> parse(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.strip()).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
