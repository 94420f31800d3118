package io.sightline.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the property placeholders of a text: <code>{{name}}</code>, <code>{{name:default}}</code>, <code>{{?name}}
 * </code>.
 */
final class Placeholders {
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    /** What Camel asks somebody else for than its properties. */
    private static final Set<String> FUNCTIONS = Set.of(
            "aws",
            "azure",
            "base64",
            "bean",
            "boolean",
            "configmap",
            "configmap-binary",
            "cyberark",
            "env",
            "gcp",
            "hashicorp",
            "ibm",
            "secret",
            "secret-binary",
            "service",
            "service.host",
            "service.name",
            "service.port",
            "sys");

    /** One with no other in it. */
    private static final Pattern SIMPLE = Pattern.compile("\\{\\{([^{}]+)}}");

    private Placeholders() {}

    static boolean isIn(String text) {
        return text.contains(OPEN);
    }

    /**
     * The placeholders of a text, in their order. One with others in it is none itself, since nobody knows its name;
     * those in it are.
     */
    static List<Placeholder> of(String text) {
        var all = new ArrayList<Placeholder>();
        int close = -1;
        for (int open = text.indexOf(OPEN); open >= 0; ) {
            int next = text.indexOf(OPEN, open + 2);
            close = close < open ? text.indexOf(CLOSE, open) : close;
            if (close < 0) {
                all.add(new Placeholder(open, text.substring(open), false, true));
                return all;
            }
            if (next < 0 || next > close) {
                all.add(placeholder(open, text.substring(open + 2, close)));
            }
            open = next;
        }
        return all;
    }

    /**
     * A text with a value for each placeholder; empty when one has none that is known. A default counts only where no
     * property has the name.
     *
     * @param values by name
     * @param isSet whether a property of a name is set, though its value may not be known
     */
    static Optional<String> resolved(String text, Function<String, Optional<String>> values, Predicate<String> isSet) {
        var resolved = new StringBuilder();
        var matcher = SIMPLE.matcher(text);
        while (matcher.find()) {
            var value = value(matcher.group(1), values, isSet);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value.get()));
        }
        matcher.appendTail(resolved);
        return isIn(resolved.toString()) ? Optional.empty() : Optional.of(resolved.toString());
    }

    private static Optional<String> value(
            String inner, Function<String, Optional<String>> values, Predicate<String> isSet) {
        var words = inner.replaceFirst("^[?]", "");
        int colon = words.indexOf(':');
        var name = (colon < 0 ? words : words.substring(0, colon)).strip();
        if (FUNCTIONS.contains(name) && colon >= 0) {
            return Optional.empty();
        }
        return values.apply(name)
                .or(() -> colon < 0 || isSet.test(name)
                        ? Optional.<String>empty()
                        : Optional.of(words.substring(colon + 1)));
    }

    private static Placeholder placeholder(int index, String inner) {
        boolean optional = inner.startsWith("?");
        // Of a property, written in another way.
        var words = inner.replaceFirst("^[?!]", "").replaceFirst("^(carried|encoded):", "");
        int colon = words.indexOf(':');
        var name = colon < 0 ? words : words.substring(0, colon);
        // With a function before it, what follows the colon is the name, and no default.
        boolean needed = !optional && colon < 0 && !FUNCTIONS.contains(name);
        return new Placeholder(index, name.strip(), needed, false);
    }

    /**
     * One of them.
     *
     * @param index where in the text it begins
     * @param needed whether it has neither a default nor leave to be missing
     * @param open whether its end is missing
     */
    record Placeholder(int index, String name, boolean needed, boolean open) {}
}
