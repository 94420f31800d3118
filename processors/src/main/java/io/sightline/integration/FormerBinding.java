package io.sightline.integration;

import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Text;
import java.util.ArrayList;
import java.util.List;

/** A KameletBinding, which Camel K replaced by the Pipe: refused, with the Pipe that says the same. */
final class FormerBinding {
    private FormerBinding() {}

    static void refuse(Entries document, String text, Findings findings) {
        findings.error(
                document.text("kind").map(Text::place).orElse(document.place()),
                "kind",
                "a KameletBinding has become a Pipe in Camel K 2; this is the same as a Pipe",
                pipe(document, text));
    }

    /** The lines of the document, with its comments, and the two words that differ. */
    static String pipe(Entries document, String text) {
        var lines = new ArrayList<>(text.lines().toList());
        replace(document, "apiVersion", Resources.VERSION, lines);
        replace(document, "kind", "Pipe", lines);
        int first = document.place().line() - 1;
        int last = first;
        while (last < lines.size() && !lines.get(last).startsWith("---")) {
            last++;
        }
        return String.join("\n", lines.subList(first, last)).stripTrailing();
    }

    private static void replace(Entries document, String key, String value, List<String> lines) {
        document.text(key).ifPresent(text -> {
            int line = text.place().line() - 1;
            var before = lines.get(line).substring(0, text.place().column() - 1);
            lines.set(line, before + value);
        });
    }
}
