package io.sightline.audit;

import io.sightline.frame.Identities;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A partition of the frames topic. */
record FramesPartition(UUID topicId, int number) {
    private static final Pattern POSITION =
            Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(\\d{1,9})/\\d{1,19}");

    /**
     * Where the record lies that a frame is.
     *
     * @param position what the header {@code ce_origin} of its claim says
     * @return null when that is nothing, or when the frame's id does not prove it
     */
    static @Nullable FramesPartition proven(UUID frameId, @Nullable String position) {
        var form = POSITION.matcher(position == null ? "" : position);
        return form.matches() && Identities.frame(form.group()).equals(frameId)
                ? new FramesPartition(UUID.fromString(form.group(1)), Integer.parseInt(form.group(2)))
                : null;
    }
}
