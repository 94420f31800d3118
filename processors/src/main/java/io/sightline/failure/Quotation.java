package io.sightline.failure;

/** A text that a client or a file has given, as messages show it: of bounded length, without control characters. */
public final class Quotation {
    private static final int LONGEST = 100;

    private Quotation() {}

    /** The text, harmless for logs, cut behind its hundredth character; {@code empty} when there is none. */
    public static String of(String text) {
        return of(text, LONGEST);
    }

    /**
     * The text, harmless for logs: what would steer a terminal, break a line or turn the direction of the text is
     * escaped as in Java, so that two texts which look alike do not when they are quoted.
     *
     * @param longest characters behind which it is cut
     */
    public static String of(String text, int longest) {
        if (text.isEmpty()) {
            return "empty";
        }
        var shown = new StringBuilder();
        text.codePoints().limit(longest).forEach(point -> append(shown, point));
        return shown + (text.codePointCount(0, text.length()) > longest ? "..." : "");
    }

    /**
     * Whether no text that is stored may hold a character: control characters (the database stores no NUL, and no name
     * has the others), halves of a surrogate pair, which are no text, and separators of lines and paragraphs.
     */
    public static boolean isControl(int point) {
        var type = Character.getType(point);
        return type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    /** Characters that are not seen, such as joiners and marks of direction, belong to texts but not into logs. */
    private static boolean isUnprintable(int point) {
        return isControl(point) || Character.getType(point) == Character.FORMAT;
    }

    private static void append(StringBuilder shown, int point) {
        if (!isUnprintable(point)) {
            shown.appendCodePoint(point);
            return;
        }
        for (var unit : Character.toChars(point)) {
            shown.append(String.format("\\u%04x", (int) unit));
        }
    }
}
