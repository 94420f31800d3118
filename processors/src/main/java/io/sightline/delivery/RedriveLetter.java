package io.sightline.delivery;

import io.sightline.claim.v1.ClaimRef;
import io.sightline.frame.Identities;
import java.util.HashMap;
import java.util.Optional;
import java.util.UUID;

/**
 * A dead letter that is to be sent once more.
 *
 * @param stage stage that failed
 * @param record the record that failed, as it was read; without its value when that is a claim
 * @param claim where the value is stored, when it was too long for the letter
 * @param redriveCount how often it has been sent before
 */
public record RedriveLetter(
        UUID eventId, String stage, ConsumedRecord record, Optional<ClaimRef> claim, int redriveCount) {
    private static final String INGEST = "ingest";

    /** Whether the record is a picture. It is taken in again in place: on its topic it would be another frame. */
    public boolean isPicture() {
        return stage.equals(INGEST);
    }

    /** What the record says of this redrive on its way. */
    public Redriven trail() {
        // A letter that was written in the course of a redrive keeps to the record that failed first.
        var position = Redriven.of(record)
                .filter(former -> !isPicture())
                .flatMap(Redriven::failure)
                .map(Redriven.FirstFailure::position)
                .orElseGet(() -> Identities.position(record.origin()));
        return new Redriven(eventId, redriveCount + 1, Optional.of(new Redriven.FirstFailure(stage, position)));
    }

    /** The record with its value, and without what a former redrive, or a camera, has written into its headers. */
    public ConsumedRecord original(byte[] value) {
        var headers = new HashMap<>(record.headers());
        headers.keySet().removeIf(Redriven::isHeader);
        return new ConsumedRecord(
                record.topic(),
                record.topicId(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                value,
                headers);
    }
}
