package io.sightline.frame;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of cameras and producers: 1 to 200 characters of any script, without control characters, however they come:
 * with a record, a request, a filter or a token. Two ids are the same when all their characters are; joiners and marks
 * of direction, which names of some scripts and emoji need, are characters like others (messages escape them).
 *
 * <p>Two kinds of names are refused though they could be printed: {@code *}, which the claim {@code sightline_sources}
 * reads as every source, so that a token for that one camera would open all; and those with a part {@code .} or
 * {@code ..} between slashes or backslashes, because readers of the topics put things into a folder per source.
 */
public final class SourceId {
    /** Most characters (code points) of an id. */
    public static final int LONGEST = 200;

    /** What an id must be, as messages tell it. */
    public static final String RULE = "send 1 to " + LONGEST + " characters of any script, without control characters";

    /** What a claim that permits every source says. */
    private static final String EVERY = "*";

    private static final Pattern STEP = Pattern.compile("(^|[/\\\\])\\.{1,2}([/\\\\]|$)");

    private SourceId() {}

    /**
     * The id, if it is a valid one.
     *
     * @throws PermanentFailure INVALID_SOURCE that names the id and what is wrong with it
     */
    public static String check(String id) {
        fault(id).ifPresent(what -> {
            throw new PermanentFailure(FailureCode.INVALID_SOURCE, "the source id " + quoted(id) + what + "; " + RULE);
        });
        return id;
    }

    /**
     * The same for an id of a request.
     *
     * @param parameter what it was given by
     */
    public static String check(String id, String parameter) {
        fault(id).ifPresent(what -> {
            throw new PermanentFailure(
                    FailureCode.INVALID_SOURCE, parameter + " " + quoted(id) + what + "; " + RULE + ".");
        });
        return id;
    }

    /**
     * The id that a query asks for, if a source can have it; empty when it asks for none.
     *
     * @throws PermanentFailure INVALID_PARAMETER that names the id and what is wrong with it
     */
    public static Optional<String> filter(Optional<String> id) {
        id.flatMap(SourceId::fault).ifPresent(what -> {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER,
                    "source " + quoted(id.orElseThrow()) + what
                            + ", so that there is no such source; leave it out to ask for every source.");
        });
        return id;
    }

    /** Whether a source can have this id. */
    public static boolean isValid(String id) {
        return fault(id).isEmpty();
    }

    private static String quoted(String id) {
        return id.isBlank() ? "" : Quotation.of(id) + " ";
    }

    private static Optional<String> fault(String id) {
        if (id.isBlank()) {
            return Optional.of("is empty");
        }
        if (id.codePointCount(0, id.length()) > LONGEST) {
            return Optional.of("has more than " + LONGEST + " characters");
        }
        if (id.codePoints().anyMatch(Quotation::isControl)) {
            return Optional.of("holds a control character or an unpaired surrogate");
        }
        if (id.equals(EVERY)) {
            return Optional.of("is *, which stands for every source");
        }
        return STEP.matcher(id).find() ? Optional.of("has a part . or .. as paths have") : Optional.empty();
    }
}
