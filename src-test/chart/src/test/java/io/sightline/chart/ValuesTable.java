package io.sightline.chart;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The values of the chart by their paths, and the table that the README has of them. */
final class ValuesTable {
    private static final Pattern LINE = Pattern.compile("(?<indent> *)(?<key>[A-Za-z0-9_-]+):(?<value>.*)");
    private static final String COMMENT = "# -- ";
    /** Objects whose keys the user chooses. */
    private static final List<String> OPEN = List.of(
            "global",
            "commonLabels",
            "properties",
            "resources",
            "parameters",
            "extraEnv",
            "podLabels",
            "podAnnotations",
            "nodeSelector",
            "affinity",
            "configured",
            "text-detector",
            "files",
            "annotations",
            "labels",
            "workloads",
            "engines",
            "ports");

    private ValuesTable() {}

    /** Rows in the order of values.yaml: each key that a comment explains. */
    static String of(String values) {
        var rows = new ArrayList<String>();
        Deque<String> path = new ArrayDeque<>();
        var comment = "";
        var lines = values.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (line.strip().startsWith(COMMENT)) {
                comment = line.strip().substring(COMMENT.length());
                continue;
            }
            var key = LINE.matcher(line);
            if (!key.matches()) {
                continue;
            }
            int depth = key.group("indent").length() / 2;
            while (path.size() > depth) {
                path.removeLast();
            }
            path.addLast(key.group("key"));
            if (!comment.isEmpty()) {
                var value = key.group("value").strip();
                var shown = value.isEmpty() ? "see values.yaml" : "`" + value + "`";
                rows.add("| `" + String.join(".", path) + "` | " + comment + " | " + shown + " |");
                comment = "";
            }
        }
        return "| value | what it says | default |\n|---|---|---|\n" + String.join("\n", rows);
    }

    /** Keys that no comment explains, and that hold no further keys. */
    static List<String> unexplained(String values) {
        var found = new ArrayList<String>();
        var lines = values.lines().toList();
        for (int i = 1; i < lines.size(); i++) {
            var key = LINE.matcher(lines.get(i));
            boolean isLeaf = key.matches() && !key.group("value").isBlank();
            boolean isTop = key.matches() && key.group("indent").length() <= 4;
            if (isLeaf && isTop && !lines.get(i - 1).strip().startsWith(COMMENT)) {
                found.add(lines.get(i).strip());
            }
        }
        return found;
    }

    /** Paths of the objects with fixed keys. */
    static List<String> objects(Map<String, Object> values) {
        var found = new ArrayList<String>();
        collect("", values, found);
        return found;
    }

    private static void collect(String path, Map<?, ?> values, List<String> found) {
        values.forEach((key, value) -> {
            var name = key.toString();
            if (value instanceof Map<?, ?> inner && !OPEN.contains(name)) {
                var whole = path + name;
                found.add(whole);
                collect(whole + ".", inner, found);
            }
        });
    }

    /** YAML with one value at a path. */
    static String nested(String path, String value) {
        var keys = path.split("\\.");
        return "{" + String.join(": {", keys) + ": " + value + "}".repeat(keys.length);
    }
}
