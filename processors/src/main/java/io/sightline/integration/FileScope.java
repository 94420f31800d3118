package io.sightline.integration;

import io.sightline.failure.Quotation;
import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Entry;
import io.sightline.integration.YamlNode.Items;
import io.sightline.integration.YamlNode.Text;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one file, or one document of it, may name.
 *
 * @param parameters what a Kamelet or a route template declares, so that placeholders may stand for it
 * @param template whether it becomes a route only when it is used
 */
record FileScope(Findings findings, Surroundings surroundings, Set<String> parameters, boolean template) {
    private static final Set<String> PROSE = Set.of("description", "note", "title");

    FileScope withParameters(Set<String> names) {
        var all = new HashSet<>(parameters);
        all.addAll(names);
        return new FileScope(findings, surroundings, all, true);
    }

    /** Reports each placeholder in a value, however deep, that nothing gives a value to. */
    void checkPlaceholders(YamlNode node, String path) {
        if (node instanceof Text text) {
            checkText(text, path);
        } else if (node instanceof Items list) {
            for (int index = 0; index < list.items().size(); index++) {
                checkPlaceholders(list.items().get(index), Paths.index(path, index));
            }
        } else if (node instanceof Entries entries) {
            entries.entries().stream()
                    .filter(entry -> !PROSE.contains(entry.name()))
                    .forEach(entry -> inside(entry).checkPlaceholders(entry.value(), Paths.key(path, entry.name())));
        }
    }

    /** In a route template its parameters and beans count too. */
    private FileScope inside(Entry entry) {
        if (!entry.name().equals("routeTemplate") || !(entry.value() instanceof Entries definition)) {
            return this;
        }
        var names = new HashSet<String>();
        for (var list : List.of("parameters", "beans")) {
            for (var item : definition.items(list)) {
                if (item instanceof Entries declared) {
                    declared.text("name").ifPresent(name -> names.add(name.value()));
                }
            }
        }
        return withParameters(names);
    }

    private void checkText(Text text, String path) {
        for (var placeholder : Placeholders.of(text.value())) {
            var name = placeholder.name();
            if (placeholder.open()) {
                findings.error(
                        text.at(placeholder.index()),
                        path,
                        "the placeholder '" + Quotation.of(name, 40) + "' has no }} at its end",
                        "");
            } else if (placeholder.needed() && !parameters.contains(name) && !surroundings.mayHaveProperty(name)) {
                findings.error(
                        text.at(placeholder.index()),
                        path,
                        "the property '" + Quotation.of(name) + "' is set nowhere",
                        hint(name));
            }
        }
    }

    private String hint(String name) {
        var known = new HashSet<>(surroundings.knownProperties());
        known.addAll(parameters);
        return Near.name(name, known)
                .map(nearest -> "did you mean {{" + nearest + "}}?")
                .orElse("set it, or give it a default: {{" + name + ":value}}");
    }
}
