package io.sightline.integration;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes YAML: keys, values in quotation marks where they need some, indentation by two. */
final class RouteText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z]([\\w./:-]*[\\w/])?");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,17}");
    private static final Set<String> WORDS = Set.of("true", "false");

    /** What one reader or another takes for something else than a text. */
    private static final Set<String> TAKEN = Set.of("null", "yes", "no", "on", "off", "y", "n", "true", "false");

    private final StringBuilder text = new StringBuilder();

    /** A key whose value follows, deeper. */
    void open(int depth, String key) {
        text.append("  ".repeat(depth)).append(key).append(":\n");
    }

    /** An element of a list: a key whose value follows, two deeper. */
    void item(int depth, String key) {
        text.append("  ".repeat(depth)).append("- ").append(key).append(":\n");
    }

    /** A key and a text. */
    void text(int depth, String key, String value) {
        put(depth, key, isPlain(value) ? value : quoted(value));
    }

    /** A key and a value that may be a number, or true or false. */
    void value(int depth, String key, String value) {
        if (NUMBER.matcher(value).matches() || WORDS.contains(value)) {
            put(depth, key, value);
        } else {
            text(depth, key, value);
        }
    }

    /** A key that nothing stands below. */
    void nothing(int depth, String key) {
        put(depth, key, "{}");
    }

    /** A comment: a property that is given besides the text. */
    void remark(int depth, String name, String value) {
        text.append("  ".repeat(depth))
                .append("# with the property ")
                .append(name)
                .append(": ")
                .append(quoted(value))
                .append('\n');
    }

    private void put(int depth, String key, String written) {
        text.append("  ".repeat(depth))
                .append(isPlain(key) ? key : quoted(key))
                .append(": ")
                .append(written)
                .append('\n');
    }

    private static boolean isPlain(String value) {
        return PLAIN.matcher(value).matches() && !TAKEN.contains(value.toLowerCase(Locale.ROOT));
    }

    private static String quoted(String value) {
        var quoted = new StringBuilder("\"");
        for (char letter : value.toCharArray()) {
            switch (letter) {
                case '"', '\\' -> quoted.append('\\').append(letter);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(isVisible(letter) ? letter : String.format("\\u%04X", (int) letter));
            }
        }
        return quoted.append('"').toString();
    }

    private static boolean isVisible(char letter) {
        return letter == ' '
                || !(Character.isISOControl(letter) || Character.isSpaceChar(letter) || letter == '\uFEFF');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
