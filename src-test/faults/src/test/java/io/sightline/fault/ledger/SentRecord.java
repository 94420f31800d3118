package io.sightline.fault.ledger;

import java.util.Optional;
import java.util.UUID;

/**
 * A record that a broker or the API has acknowledged; one line of the ledger.
 *
 * @param origin place of the record; empty for a frame that was sent over REST
 * @param frameId id that the contract gives to the frame; empty for a record that is no frame
 * @param sha256 of the bytes, in hexadecimal digits
 */
public record SentRecord(Kind kind, Optional<Place> origin, Optional<UUID> frameId, String sha256) {
    private static final String NONE = "-";

    /** Where a record lies. */
    public record Place(UUID topicId, int partition, long offset) {}

    String line() {
        return String.join(
                "\t",
                kind.name(),
                origin.map(place -> place.topicId().toString()).orElse(NONE),
                origin.map(place -> Integer.toString(place.partition())).orElse(NONE),
                origin.map(place -> Long.toString(place.offset())).orElse(NONE),
                frameId.map(UUID::toString).orElse(NONE),
                sha256);
    }

    static SentRecord parse(String line) {
        var fields = line.split("\t", -1);
        var origin = fields[1].equals(NONE)
                ? Optional.<Place>empty()
                : Optional.of(
                        new Place(UUID.fromString(fields[1]), Integer.parseInt(fields[2]), Long.parseLong(fields[3])));
        var frameId = fields[4].equals(NONE) ? Optional.<UUID>empty() : Optional.of(UUID.fromString(fields[4]));
        return new SentRecord(Kind.valueOf(fields[0]), origin, frameId, fields[5]);
    }
}
