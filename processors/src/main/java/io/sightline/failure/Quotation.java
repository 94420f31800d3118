package io.sightline.failure;

/** A text that a client or a file has given, as messages show it: of bounded length, without control characters. */
public final class Quotation {
    private static final int LONGEST = 100;

    private Quotation() {}

    /** The text, harmless for logs, cut behind its hundredth character; {@code empty} when there is none. */
    public static String of(String text) {
        if (text.isEmpty()) {
            return "empty";
        }
        var shown = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(point -> shown.appendCodePoint(isUnprintable(point) ? '?' : point));
        return shown + (text.length() > LONGEST ? "..." : "");
    }

    /** Whether a character would steer a terminal or break a line of a log. */
    public static boolean isUnprintable(int point) {
        var type = Character.getType(point);
        return type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
