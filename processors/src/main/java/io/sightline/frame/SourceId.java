package io.sightline.frame;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;

/** Names of cameras and producers: 1 to 200 characters of any script, no control characters. */
public final class SourceId {
    private static final int LONGEST = 200;

    private SourceId() {}

    /**
     * The id, if it is a valid one.
     *
     * @throws PermanentFailure INVALID_SOURCE
     */
    public static String check(String id) {
        if (id.isBlank()) {
            throw refused("is empty");
        }
        if (id.codePointCount(0, id.length()) > LONGEST) {
            throw refused(
                    "has " + id.codePointCount(0, id.length()) + " characters, at most " + LONGEST + " are allowed");
        }
        if (id.codePoints().anyMatch(SourceId::isForbidden)) {
            throw refused("holds a control character or an unpaired surrogate");
        }
        return id;
    }

    private static boolean isForbidden(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL || type == Character.SURROGATE;
    }

    private static PermanentFailure refused(String what) {
        return new PermanentFailure(
                FailureCode.INVALID_SOURCE, "the source id " + what + "; send 1 to 200 printable characters");
    }
}
