package io.sightline.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.regex.Pattern;

/** What is wrong with a client's JSON, without the places and switches of the library that says so. */
public final class JsonReason {
    private static final Pattern PLACE = Pattern.compile(" \\([^(]*at \\[Source.*", Pattern.DOTALL);
    private static final Pattern SWITCH = Pattern.compile(": enable `.*", Pattern.DOTALL);
    private static final Pattern LIMIT = Pattern.compile(", from `[^`]*`");
    private static final Pattern FEATURE = Pattern.compile(" \\(not recognized as one since Feature [^)]*\\)");

    private JsonReason() {}

    /** The rule that the document breaks, of bounded length and without control characters. */
    public static String of(JsonProcessingException e) {
        var reason = PLACE.matcher(e.getOriginalMessage()).replaceFirst("");
        reason = SWITCH.matcher(reason).replaceFirst(reason.contains("JSON spec") ? "" : " is no JSON");
        reason = LIMIT.matcher(reason).replaceAll("");
        return TextRule.quote(FEATURE.matcher(reason).replaceAll(""));
    }
}
