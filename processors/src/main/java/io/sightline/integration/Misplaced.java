package io.sightline.integration;

import io.sightline.failure.Quotation;
import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Finds keys that are written with too little before them: they would belong to a key above them. */
final class Misplaced {
    private Misplaced() {}

    /** The nearest key above one that it would be a key of; empty when there is none. */
    static Optional<Entry> owner(Schema schema, List<Choices> choices, Entries entries, Entry key) {
        var above =
                new ArrayList<>(entries.entries().subList(0, entries.entries().indexOf(key)));
        Collections.reverse(above);
        return above.stream()
                .filter(other ->
                        Choices.keys(rule(schema, choices, other.name())).contains(key.name()))
                .findFirst();
    }

    private static Schema rule(Schema schema, List<Choices> choices, String key) {
        var rule = schema.rule().path("properties").path(key);
        return schema.at(choices.stream()
                .map(choice -> choice.rule(key))
                .filter(found -> !found.isMissingNode())
                .findFirst()
                .orElse(rule));
    }

    static String hint(Entry key, Entry owner) {
        return "it is a key of '" + Quotation.of(owner.name()) + "' in line "
                + owner.key().place().line() + ": indent it, and all that belongs to it, by more than that";
    }

    /** Whether something was to be a list, whose dashes have no space behind them. */
    static boolean isDashKey(YamlNode node) {
        return node instanceof Entries entries
                && entries.entries().stream().anyMatch(entry -> entry.name().startsWith("-"));
    }
}
