package io.sightline.frame;

import io.sightline.claim.Sha256;
import io.sightline.delivery.v1.Origin;
import io.sightline.inference.v1.Purpose;
import java.util.UUID;

/**
 * Ids that every re-read of the same record yields again, so that a repeat can be known as one.
 *
 * <p>Each kind has a namespace of its own; changing one would make every re-read a new thing.
 */
public final class Identities {
    private static final UUID KAFKA_FRAME = UUID.fromString("6c9f0d0e-6b1e-5c7a-9a53-1d6f0a3c1b01");
    private static final UUID REST_FRAME = UUID.fromString("6c9f0d0e-6b1e-5c7a-9a53-1d6f0a3c1b02");
    private static final UUID INFERENCE = UUID.fromString("6c9f0d0e-6b1e-5c7a-9a53-1d6f0a3c1b03");
    private static final UUID DEAD_LETTER = UUID.fromString("6c9f0d0e-6b1e-5c7a-9a53-1d6f0a3c1b04");
    private static final UUID ANNOUNCEMENT = UUID.fromString("6c9f0d0e-6b1e-5c7a-9a53-1d6f0a3c1b05");
    private static final UUID COMMAND = UUID.fromString("6c9f0d0e-6b1e-5c7a-9a53-1d6f0a3c1b06");
    private static final UUID LOOK = UUID.fromString("6c9f0d0e-6b1e-5c7a-9a53-1d6f0a3c1b07");

    private Identities() {}

    /** Id of the frame that this record of the frames topic is. */
    public static UUID frame(Origin origin) {
        return frame(position(origin));
    }

    /** The same by the {@link #position} of the record. */
    public static UUID frame(String position) {
        return NameBasedUuid.of(KAFKA_FRAME, position);
    }

    /** Id of the frame that this client sent under this idempotency key. */
    public static UUID frame(String client, String idempotencyKey) {
        return NameBasedUuid.of(REST_FRAME, client.length() + ":" + client + idempotencyKey);
    }

    /** Id of an inference; a frame has one that serves, whatever the model. */
    public static UUID inference(UUID frameId, Purpose purpose, Sha256 model) {
        return purpose == Purpose.SERVING
                ? servingInference(frameId)
                : NameBasedUuid.of(INFERENCE, frameId + "/" + purpose + "/" + model);
    }

    /** Id of the one inference of a frame that serves. */
    public static UUID servingInference(UUID frameId) {
        return NameBasedUuid.of(INFERENCE, frameId + "/" + Purpose.SERVING);
    }

    /** Id of the dead letter of a frame at a stage. */
    public static UUID deadLetter(String stage, UUID frameId) {
        return NameBasedUuid.of(DEAD_LETTER, stage + "/" + frameId);
    }

    /** Id of the dead letter of a record that is no frame yet. */
    public static UUID deadLetter(String stage, Origin failedAt) {
        return deadLetter(stage, position(failedAt));
    }

    /** The same by the {@link #position} of the record. */
    public static UUID deadLetter(String stage, String failedAt) {
        return NameBasedUuid.of(DEAD_LETTER, stage + "/" + failedAt);
    }

    /** Id of what is announced of a model; the same for a repeat. */
    public static UUID announcement(String model, long epoch, long sequence) {
        return NameBasedUuid.of(ANNOUNCEMENT, epoch + "/" + sequence + "/" + model);
    }

    /** Id of the command on a model that this client asked for under this idempotency key. */
    public static UUID command(String client, String idempotencyKey) {
        return NameBasedUuid.of(COMMAND, client.length() + ":" + client + idempotencyKey);
    }

    /** Id of the look at a model that this delivery of a webhook asks for. */
    public static UUID look(String delivery) {
        return NameBasedUuid.of(LOOK, delivery);
    }

    /** Where a record lies, as ids name it. */
    public static String position(Origin origin) {
        return origin.getTopicId() + "/" + origin.getPartition() + "/" + origin.getOffset();
    }
}
