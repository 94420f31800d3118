package io.sightline.delivery;

import io.sightline.claim.ClaimNaming;
import io.sightline.claim.Sha256;
import io.sightline.delivery.v1.DeadLetter;
import io.sightline.delivery.v1.Origin;
import io.sightline.delivery.v1.Reason;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import io.sightline.frame.Identities;
import io.sightline.frame.SourceId;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what a retry cannot cure.
 *
 * @param naming names of stored bytes, for originals that are too long to travel along
 * @param clock tells when it failed
 * @param runtimeVersion version of Sightline
 */
public record DeadLetterFactory(ClaimNaming naming, Clock clock, String runtimeVersion) {
    /** Longest original that travels inside the dead letter, in bytes. */
    public static final int LONGEST_INLINE = 256 * 1024;

    private static final String SINK = "sink";
    private static final int LONGEST_MESSAGE = 2_000;

    /** A letter that the broker refuses for its length would block its partition for ever. */
    private static final int LONGEST_KEY_AND_HEADERS = 64 * 1024;

    /**
     * What failed.
     *
     * @param record the record as it was read
     * @param frameId frame that the record is about, when that much is known
     * @param sourceId source that the record is about, when that much is known; what is no valid id is left out
     * @param attempts how often it was tried
     * @param redriven the letter that it is the original of, when it is here by a redrive
     * @param capturedAt when the frame's picture was taken, when that much is known
     * @param origin record of the frames topic that the frame is, where the frame says so
     */
    public record Casualty(
            ConsumedRecord record,
            Optional<UUID> frameId,
            Optional<String> sourceId,
            int attempts,
            String stage,
            String route,
            Optional<Redriven> redriven,
            Optional<Instant> capturedAt,
            Optional<Origin> origin) {
        /** A record of which is not known when its picture was taken. */
        public Casualty(
                ConsumedRecord record,
                Optional<UUID> frameId,
                Optional<String> sourceId,
                int attempts,
                String stage,
                String route,
                Optional<Redriven> redriven) {
            this(record, frameId, sourceId, attempts, stage, route, redriven, Optional.empty(), Optional.empty());
        }

        /** The same of a record that is here for the first time. */
        public Casualty(
                ConsumedRecord record,
                Optional<UUID> frameId,
                Optional<String> sourceId,
                int attempts,
                String stage,
                String route) {
            this(record, frameId, sourceId, attempts, stage, route, Optional.empty());
        }

        /**
         * A repeat has the id of the letter that it repeats. What fails at another stage than that letter did has the
         * id that the first record would have there: each repeat of a record that is broken for several stages would
         * make letters of its own otherwise.
         */
        UUID eventId() {
            return redriven.flatMap(trail -> trail.letterOf(stage))
                    .or(() -> frameId.map(frame -> Identities.deadLetter(place(), frame)))
                    .orElseGet(() -> Identities.deadLetter(stage, position()));
        }

        /** The sink stores two records of a frame, its claim and its inference: each can fail by itself. */
        private String place() {
            return stage.equals(SINK) ? stage + "/" + record.topic() : stage;
        }

        /**
         * How often this letter was sent, not how often another was that led here: a letter of detect that comes of a
         * redriven picture is a first one. Only a record that is the original of the letter, or that fails under its
         * id, repeats it. Where two stages fail for one record, each of the two letters counts its own redrives.
         */
        int redriveCount() {
            return redriven.filter(trail ->
                            trail.letterOf(stage).isPresent() || trail.letter().equals(eventId()))
                    .map(Redriven::count)
                    .orElse(0);
        }

        private String position() {
            return redriven.flatMap(Redriven::failure)
                    .map(Redriven.FirstFailure::position)
                    .orElseGet(() -> Identities.position(record.origin()));
        }
    }

    /**
     * The dead letter; its original is a claim when it is longer than {@link #LONGEST_INLINE}, and is to be stored
     * then.
     */
    public DeadLetter write(Casualty casualty, Failure failure) {
        var record = casualty.record();
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var thrown = failure.getCause() == null ? failure : failure.getCause();
        var attached = Attachments.of(record, LONGEST_KEY_AND_HEADERS);
        var letter = DeadLetter.newBuilder()
                .setEventId(casualty.eventId())
                .setReason(reason(failure.code()))
                .setFrameId(casualty.frameId().orElse(null))
                // Cut or mended it could be the name of another source, whose people would be shown the letter.
                .setSourceId(casualty.sourceId().filter(SourceId::isValid).orElse(null))
                .setFailedAt(record.origin())
                .setAttempts(casualty.attempts())
                .setFirstFailedAt(now)
                .setLastFailedAt(now)
                .setExceptionClass(thrown.getClass().getName())
                .setMessage(shorten(failure.getMessage() + attached.note(), LONGEST_MESSAGE))
                .setStackHash(stackHash(thrown))
                .setStage(casualty.stage())
                .setRoute(casualty.route())
                .setRuntimeVersion(runtimeVersion)
                .setOriginalKey(wrap(attached.key()))
                .setOriginalHeaders(attached.headers())
                .setRedriveCount(casualty.redriveCount())
                .setCapturedAt(casualty.capturedAt().orElse(null))
                .setOrigin(casualty.origin().orElse(null));
        var value = record.value();
        if (value != null && value.length > LONGEST_INLINE) {
            letter.setOriginalClaim(naming.claim(value, "application/octet-stream"));
        } else {
            letter.setOriginalValue(wrap(value));
        }
        return letter.build();
    }

    private static Reason reason(FailureCode code) {
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.name().equals(code.name()))
                .findFirst()
                .orElse(Reason.UNEXPECTED_FAILURE);
    }

    /** The same fault has the same hash, whatever the record: class and places count, messages do not. */
    private static String stackHash(Throwable thrown) {
        var places = Arrays.stream(thrown.getStackTrace())
                .map(place -> place.getClassName() + "." + place.getMethodName())
                .collect(Collectors.joining("\n", thrown.getClass().getName() + "\n", ""));
        return Sha256.of(places.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .hex()
                .substring(0, 16);
    }

    private static @Nullable ByteBuffer wrap(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }

    private static String shorten(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
