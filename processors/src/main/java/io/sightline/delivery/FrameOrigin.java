package io.sightline.delivery;

import io.sightline.frame.Identities;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A record of the frames topic that a frame is, as a header of the frame's claim says it: so much is known of it also
 * where the claim's value cannot be read or stored.
 *
 * <p>The frame's id follows from the position, so that header and id fit each other or not. Anybody can compute a pair
 * that fits: it is no proof that the claim is Sightline's, nor that there is such a record.
 */
public record FrameOrigin(UUID topicId, int partition, long offset) {
    /** Name of the header; its value is the record's position as ids name it. */
    public static final String HEADER = "ce_origin";

    /** Value of the header where the frame came over REST. */
    public static final String NONE = "none";

    private static final Pattern POSITION =
            Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(\\d{1,9})/(\\d{1,18})");

    /** Where the record lies, as ids name it; the value of the header. */
    public String position() {
        return topicId + "/" + partition + "/" + offset;
    }

    /**
     * The record that the header names; empty when it names none, or one that does not fit the frame's id.
     *
     * @param header value of the header
     */
    public static Optional<FrameOrigin> of(@Nullable UUID frameId, @Nullable String header) {
        var form = POSITION.matcher(header == null ? "" : header);
        return form.matches() && Identities.frame(form.group()).equals(frameId)
                ? Optional.of(new FrameOrigin(
                        UUID.fromString(form.group(1)), Integer.parseInt(form.group(2)), Long.parseLong(form.group(3))))
                : Optional.empty();
    }
}
