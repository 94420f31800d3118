package io.sightline.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * An endpoint's URI in its parts; what stands in placeholders and in RAW() is taken as it is.
 *
 * @param scheme the component; empty when a placeholder stands for it
 * @param path without leading slashes of {@code ://}, and of a Kamelet without any
 * @param options of the query, with the index where each begins
 */
record EndpointUri(String scheme, String path, List<Option> options) {
    private static final int LONGEST = 10_000;
    private static final List<List<String>> PAIRS = List.of(
            List.of("{{", "}}"),
            List.of("${", "}"),
            List.of("$simple{", "}"),
            List.of("RAW(", ")"),
            List.of("RAW{", "}"));

    /** Of a text that is longer than any URI only the beginning is looked at. */
    static EndpointUri of(String text) {
        var uri = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        int query = find(uri, 0, letter -> letter == '?');
        var before = query < 0 ? uri : uri.substring(0, query);
        int colon = find(before, 0, letter -> letter == ':');
        var scheme = colon < 0 ? before : before.substring(0, colon);
        if (Placeholders.isIn(scheme) || ExpressionCheck.hasFunction(scheme)) {
            scheme = "";
        }
        var path =
                colon < 0 ? "" : before.substring(colon + 1).replaceFirst(scheme.equals("kamelet") ? "^/+" : "^//", "");
        return new EndpointUri(scheme, path, query < 0 ? List.of() : options(uri, query + 1));
    }

    private static List<Option> options(String uri, int start) {
        var options = new ArrayList<Option>();
        int from = start;
        while (from < uri.length()) {
            int end = find(uri, from, letter -> letter == '&');
            var part = uri.substring(from, end < 0 ? uri.length() : end);
            int equals = find(part, 0, letter -> letter == '=');
            if (!part.isEmpty()) {
                options.add(new Option(
                        from,
                        equals < 0 ? part : part.substring(0, equals),
                        equals < 0 ? "" : part.substring(equals + 1)));
            }
            from = end < 0 ? uri.length() : end + 1;
        }
        return List.copyOf(options);
    }

    /** The first such character outside of placeholders, expressions and RAW values; -1 when there is none. */
    private static int find(String text, int from, IntPredicate wanted) {
        int index = from;
        while (index < text.length()) {
            if (wanted.test(text.charAt(index))) {
                return index;
            }
            index = skipped(text, index);
        }
        return -1;
    }

    private static int skipped(String text, int index) {
        for (var pair : PAIRS) {
            if (text.startsWith(pair.get(0), index)) {
                int end = text.indexOf(pair.get(1), index);
                return end < 0 ? index + 1 : end + pair.get(1).length();
            }
        }
        return index + 1;
    }

    /** An option of a query and where it begins. */
    record Option(int index, String name, String value) {}
}
