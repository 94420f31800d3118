package io.sightline.cases;

import io.sightline.integration.Place;
import org.jspecify.annotations.Nullable;

/** A case cannot be run; the message is a sentence for whoever wrote it. */
final class CaseException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Place place;

    /** @param place of what is wrong; null when that is the case as a whole */
    CaseException(@Nullable Place place, String message) {
        super(message);
        this.place = place;
    }

    @Nullable Place place() {
        return place;
    }
}
