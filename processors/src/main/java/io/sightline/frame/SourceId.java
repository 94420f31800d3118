package io.sightline.frame;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.util.regex.Pattern;

/**
 * Names of cameras and producers: 1 to 200 characters of any script, no control characters.
 *
 * <p>Two kinds of names are refused though they could be printed: {@code *}, which the claim {@code sightline_sources}
 * reads as every source, so that a token for that one camera would open all; and those with a part {@code .} or
 * {@code ..} between slashes or backslashes, because readers of the topics put things into a folder per source.
 */
public final class SourceId {
    private static final int LONGEST = 200;

    /** What a claim that permits every source says. */
    private static final String EVERY = "*";

    private static final Pattern STEP = Pattern.compile("(^|[/\\\\])\\.{1,2}([/\\\\]|$)");

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
        if (id.equals(EVERY)) {
            throw refused("is *, which stands for every source");
        }
        if (STEP.matcher(id).find()) {
            throw refused("has a part . or .. as paths have");
        }
        return id;
    }

    private static boolean isForbidden(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    private static PermanentFailure refused(String what) {
        return new PermanentFailure(
                FailureCode.INVALID_SOURCE, "the source id " + what + "; send 1 to 200 printable characters");
    }
}
