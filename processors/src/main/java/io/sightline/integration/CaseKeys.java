package io.sightline.integration;

import io.sightline.failure.Quotation;
import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Entry;
import io.sightline.integration.YamlNode.Items;
import io.sightline.integration.YamlNode.Text;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes the values of keys out of a file of tests, and reports those that are missing, unknown or of another kind. */
final class CaseKeys {
    private final Findings findings;

    CaseKeys(Findings findings) {
        this.findings = findings;
    }

    Findings findings() {
        return findings;
    }

    /** Reports the keys that are none of the known ones. */
    void check(Entries entries, List<String> known, String owner, String path) {
        for (var entry : entries.entries()) {
            if (!known.contains(entry.name())) {
                findings.error(
                        entry.key().place(),
                        Paths.key(path, entry.name()),
                        "unknown key '" + Quotation.of(entry.name()) + "' in " + owner,
                        Near.hint(entry.name(), known).orElse("its keys are " + String.join(", ", known)));
            }
        }
    }

    /** A text that must be there. */
    Optional<Text> needed(Entries entries, String key, String owner, String path) {
        var entry = entries.entry(key);
        if (entry.isPresent()) {
            return text(entry.get(), path);
        }
        lacks(entries, key, owner, path);
        return Optional.empty();
    }

    /** Of a mistyped key it has been said which one was meant. */
    private void lacks(Entries entries, String key, String owner, String path) {
        if (entries.entries().stream()
                .noneMatch(entry -> Near.name(entry.name(), Set.of(key)).isPresent())) {
            findings.error(entries.place(), path, owner + " lacks the key '" + key + "'", "");
        }
    }

    /** The text of a key. */
    Optional<Text> text(Entry entry, String path) {
        if (entry.value() instanceof Text text
                && !text.isNothing()
                && !text.value().isBlank()) {
            return Optional.of(text);
        }
        wrong(entry, "a text", path);
        return Optional.empty();
    }

    Optional<String> oneOf(Entry entry, List<String> values, String path) {
        var text = text(entry, path).map(Text::value);
        if (text.isPresent() && !values.contains(text.get())) {
            findings.error(
                    entry.value().place(),
                    Paths.key(path, entry.name()),
                    "'" + entry.name() + "' is " + quoted(entry.value()) + ", and expected is one of "
                            + String.join(", ", values),
                    Near.hint(text.get(), values).orElse(""));
            return Optional.empty();
        }
        return text;
    }

    /** The elements of a list. */
    List<Item> list(Entries entries, String key, boolean needed, String path) {
        var entry = entries.entry(key);
        if (entry.isEmpty()) {
            if (needed) {
                lacks(entries, key, "a case", path);
            }
            return List.of();
        }
        if (!(entry.get().value() instanceof Items list) || list.items().isEmpty()) {
            wrong(entry.get(), "a list, whose elements begin with '- '", path);
            return List.of();
        }
        var items = new ArrayList<Item>();
        for (int index = 0; index < list.items().size(); index++) {
            items.add(new Item(list.items().get(index), Paths.index(Paths.key(path, key), index)));
        }
        return items;
    }

    /** The keys below a key; none when there is none. */
    List<Entry> keys(Entries entries, String key, String path) {
        var entry = entries.entry(key);
        if (entry.isPresent() && !(entry.get().value() instanceof Entries)) {
            wrong(entry.get(), "names and values", path);
        }
        return entries.under(key).entries();
    }

    /** A file that stands beside the test, or is named from there. */
    Optional<Path> file(YamlNode node, SourceFile test, String path) {
        if (!(node instanceof Text text) || text.isNothing() || text.value().isBlank()) {
            findings.error(node.place(), path, "expected is the name of a file, and here is " + shown(node), "");
            return Optional.empty();
        }
        try {
            var file = Path.of(test.name()).resolveSibling(text.value());
            if (Files.isRegularFile(file)) {
                return Optional.of(file);
            }
        } catch (InvalidPathException e) {
            // It is not there either.
        }
        findings.error(
                text.place(),
                path,
                "there is no file '" + Quotation.of(text.value()) + "'",
                "its name is taken from the folder of the test");
        return Optional.empty();
    }

    void wrong(Entry entry, String expected, String path) {
        findings.error(
                entry.value() instanceof Text text && text.isNothing()
                        ? entry.key().place()
                        : entry.value().place(),
                Paths.key(path, entry.name()),
                "'" + Quotation.of(entry.name()) + "' expects " + expected + ", and has " + shown(entry.value()),
                expected.equals("a text") && entry.value() instanceof Items
                        ? "what begins with '[' is a list, unless it stands in quotation marks"
                        : "");
    }

    /** A value itself, when it is a text. */
    static String quoted(YamlNode node) {
        return node instanceof Text text && !text.isNothing()
                ? "'" + Quotation.of(text.value(), 40) + "'"
                : node.kind();
    }

    /** What a value is, for messages. */
    static String shown(YamlNode node) {
        if (node instanceof Items list && list.items().isEmpty()) {
            return "an empty list";
        }
        return node instanceof Text text && !text.isNothing()
                ? "the text '" + Quotation.of(text.value(), 40) + "'"
                : node.kind();
    }

    /** An element of a list and where it stands. */
    record Item(YamlNode node, String path) {}
}
