package io.sightline.integration;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Writes a value so that it arrives through an endpoint's URI as it is. Camel makes a space of {@code +} and ends a
 * value at {@code &}, unless it is wrapped in RAW; a line break it drops in any case.
 */
final class CarriedValue {
    private static final Pattern SAFE = Pattern.compile("[\\w.:/@,;*!$-]*");
    private static final Pattern REFERENCE = Pattern.compile("#[\\w.:{}-]+");
    private static final Pattern WRAPPED = Pattern.compile("(?s)RAW\\(.*\\)|RAW\\{.*}");
    private static final Pattern OPTIONAL = Pattern.compile("\\{\\{\\?[^{}]+}}");

    private CarriedValue() {}

    /** The value in the form for a URI; empty when there is none. */
    static Optional<String> of(String value) {
        if (value.chars().anyMatch(CarriedValue::isRefused)) {
            return Optional.empty();
        }
        if (isWrittenAsItIs(value)) {
            return Optional.of(value);
        }
        if (value.indexOf(')') < 0) {
            return Optional.of("RAW(" + value + ")");
        }
        if (value.indexOf('{') < 0 && value.indexOf('}') < 0) {
            return Optional.of("RAW{" + value + "}");
        }
        // A bracket inside ends nothing as long as no other option seems to follow it, and where nothing is escaped.
        return value.contains(")&") || value.indexOf('%') >= 0 ? Optional.empty() : Optional.of("RAW(" + value + ")");
    }

    /** References to beans are none any more inside of RAW, and an option that may be missing is then always there. */
    private static boolean isWrittenAsItIs(String value) {
        return SAFE.matcher(value).matches()
                || REFERENCE.matcher(value).matches()
                || WRAPPED.matcher(value).matches()
                || OPTIONAL.matcher(value).matches();
    }

    /** Java takes neither control characters nor spaces other than the common one in a URI. */
    private static boolean isRefused(int character) {
        return Character.isISOControl(character) || (character != ' ' && Character.isSpaceChar(character));
    }

    static boolean isWrapped(String carried) {
        return WRAPPED.matcher(carried).matches();
    }

    /** What stands inside of RAW. */
    static String unwrapped(String carried) {
        return carried.substring("RAW(".length(), carried.length() - 1);
    }

    /** As a part of a URI that is one text; where options stand apart, Camel does this itself. */
    static String inUri(String carried) {
        return isWrapped(carried) ? carried.replace("%", "%25") : carried;
    }
}
