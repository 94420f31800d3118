package io.sightline.cases;

import io.sightline.failure.Quotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows how two texts differ: of long ones the place where they begin to. */
final class TextDifference {
    private static final int LONGEST = 160;
    private static final int BEFORE = 40;

    private TextDifference() {}

    /** None when they are the same. */
    static List<String> lines(@Nullable String expected, @Nullable String got) {
        if (Objects.equals(expected, got)) {
            return List.of();
        }
        if (expected == null || got == null) {
            return List.of("expected: " + shown(expected), "got:      " + shown(got));
        }
        int at = 0;
        while (at < Math.min(expected.length(), got.length()) && expected.charAt(at) == got.charAt(at)) {
            at++;
        }
        boolean isLong = expected.indexOf('\n') >= 0 || got.indexOf('\n') >= 0;
        int begin = isLong ? expected.lastIndexOf('\n', at - 1) + 1 : 0;
        var lines = new ArrayList<String>();
        if (isLong) {
            lines.add("line " + (expected.substring(0, begin).lines().count() + 1) + " is the first that differs");
        }
        int column = at - begin;
        lines.add("expected: " + around(line(expected, begin), column));
        lines.add("got:      " + around(line(got, begin), column));
        lines.add("first difference at character " + (column + 1));
        return lines;
    }

    private static String line(String text, int begin) {
        int end = text.indexOf('\n', begin);
        return text.substring(Math.min(begin, text.length()), end < 0 ? text.length() : end);
    }

    private static String around(String line, int column) {
        if (line.length() <= LONGEST) {
            return shown(line);
        }
        int from = Math.max(0, Math.min(column, line.length()) - BEFORE);
        int to = Math.min(line.length(), from + LONGEST);
        return (from > 0 ? "..." : "") + shown(line.substring(from, to)) + (to < line.length() ? "..." : "");
    }

    /** In quotation marks, so that blanks are seen, and without anything that steers a terminal. */
    static String shown(@Nullable String text) {
        if (text == null) {
            return "no body";
        }
        return text.isEmpty() ? "''" : "'" + Quotation.of(text, LONGEST) + "'";
    }
}
