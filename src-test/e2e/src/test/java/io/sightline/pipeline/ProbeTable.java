package io.sightline.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The table of the chart's README: what probes are answered while an engine is away.
 *
 * @param rows cells by engine, in their order
 */
record ProbeTable(Map<String, List<String>> rows) {
    private static final Path README = Path.of("..", "..", "helm", "README.md");
    private static final String BEGIN = "<!-- probes: begin -->\n";
    private static final String END = "<!-- probes: end -->";

    static ProbeTable read() throws IOException {
        var text = Files.readString(README);
        var rows = new LinkedHashMap<String, List<String>>();
        text.substring(text.indexOf(BEGIN) + BEGIN.length(), text.indexOf(END))
                .lines()
                .skip(2)
                .map(row -> Arrays.stream(row.split("\\|"))
                        .skip(1)
                        .map(String::strip)
                        .toList())
                .forEach(cells -> rows.put(cells.get(0), cells.subList(1, cells.size())));
        return new ProbeTable(rows);
    }

    /** Engines that a process waits for before it opens a port, in their order, as its messages begin with them. */
    List<String> awaited() {
        return rows.entrySet().stream()
                .filter(row -> row.getValue().get(0).equals("waited for"))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Status by probe, of a process that has started. */
    Map<String, Integer> answers(String engine) {
        var cells = Objects.requireNonNull(rows.get(engine), engine);
        return Map.of("liveness", Integer.valueOf(cells.get(1)), "readiness", Integer.valueOf(cells.get(2)));
    }
}
