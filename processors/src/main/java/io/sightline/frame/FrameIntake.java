package io.sightline.frame;

import io.sightline.claim.ClaimNaming;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.picture.PictureLimits;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Optional;

/**
 * Checks what arrives and describes it as a frame.
 *
 * @param limits what is refused
 * @param naming names of stored bytes
 */
public record FrameIntake(PictureLimits limits, ClaimNaming naming) {
    /** Attribute that keeps a capture time that was reported but not believed. */
    static final String REPORTED_CAPTURED_AT = "reported-captured-at";

    /** Attribute that keeps the timestamp of the record, where it is the only time that was said and not believed. */
    static final String RECORD_TIMESTAMP = "record-timestamp";

    /**
     * Describes a picture; decodes nothing and stores nothing.
     *
     * @throws io.sightline.failure.PermanentFailure what is wrong with picture or source
     */
    public FrameReceived describe(ArrivedPicture arrived) {
        var source = SourceId.check(arrived.sourceId());
        var header = limits.check(arrived.bytes());
        var captured = CaptureTime.decide(arrived.capturedAt(), arrived.timestamp());
        var attributes = new HashMap<String, String>();
        captured.disbelieved().ifPresent(reported -> attributes.put(REPORTED_CAPTURED_AT, printable(reported)));
        captured.clamped().ifPresent(timestamp -> attributes.put(RECORD_TIMESTAMP, timestamp.toString()));
        return FrameReceived.newBuilder()
                .setFrameId(arrived.frameId())
                .setClaim(naming.claim(arrived.bytes(), header.mediaType()))
                .setSourceId(source)
                .setCapturedAt(captured.instant())
                .setReceivedAt(arrived.receivedAt().truncatedTo(ChronoUnit.MICROS))
                .setWidth(header.width())
                .setHeight(header.height())
                .setSequence(arrived.sequence().flatMap(FrameIntake::number).orElse(null))
                .setOrigin(arrived.origin())
                .setAttributes(attributes)
                .build();
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.valueOf(text.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The database stores no NUL, and a header may hold any bytes. */
    private static String printable(String text) {
        var kept = text.replaceAll("\\p{Cntrl}", "?");
        return kept.length() <= 200 ? kept : kept.substring(0, 200);
    }
}
