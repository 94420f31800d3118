package io.sightline.integration;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A value of a YAML file that knows where it stands. */
sealed interface YamlNode {
    Place place();

    /** What the value is, for messages. */
    String kind();

    /**
     * A scalar.
     *
     * @param value without quotation marks, escapes resolved
     * @param plain whether it stands without quotation marks, so that it may be a number, true, false or nothing
     * @param block whether it stands on lines of its own, below {@code |} or {@code >}
     */
    record Text(Place place, String value, boolean plain, boolean block) implements YamlNode {
        private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");

        /** Whether nothing is written. */
        boolean isNothing() {
            return plain && NULL.matcher(value).matches();
        }

        /** The place of a character of it; of a text on several lines, where it begins. */
        Place at(int index) {
            return block || value.indexOf('\n') >= 0 ? place : place.right(index + (plain ? 0 : 1));
        }

        @Override
        public String kind() {
            return isNothing() ? "nothing" : "a text";
        }
    }

    /** A key and its value. */
    record Entry(Text key, YamlNode value) {
        String name() {
            return key.value();
        }
    }

    /** Keys and values, in the order of the file. */
    record Entries(Place place, List<Entry> entries) implements YamlNode {
        Optional<Entry> entry(String name) {
            return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
        }

        Optional<YamlNode> get(String name) {
            return entry(name).map(Entry::value);
        }

        /** The text under a key, unless there is none or nothing. */
        Optional<Text> text(String name) {
            return get(name)
                    .filter(Text.class::isInstance)
                    .map(Text.class::cast)
                    .filter(text -> !text.isNothing());
        }

        /** The keys and values under a key; none when there are none. */
        Entries under(String name) {
            return get(name)
                    .filter(Entries.class::isInstance)
                    .map(Entries.class::cast)
                    .orElseGet(() -> new Entries(place, List.of()));
        }

        /** The elements under a key; none when there are none. */
        List<YamlNode> items(String name) {
            return get(name)
                    .filter(Items.class::isInstance)
                    .map(list -> ((Items) list).items())
                    .orElse(List.of());
        }

        /** Where a key stands, or else where all begins. */
        Place placeOf(String name) {
            return entry(name).map(entry -> entry.key().place()).orElse(place);
        }

        @Override
        public String kind() {
            return entries.stream()
                    .limit(3)
                    .map(Entry::name)
                    .collect(Collectors.joining(", ", "keys (", entries.size() > 3 ? ", ...)" : ")"));
        }
    }

    /** A list. */
    record Items(Place place, List<YamlNode> items) implements YamlNode {
        @Override
        public String kind() {
            return "a list";
        }
    }
}
