package io.sightline.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Figures of one benchmark, with its targets beside them: a table for people, JSON for machines. */
final class Report {
    private static final Path FOLDER = Path.of("target", "benchmarks");

    private final String name;
    private final String command;
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();

    /** @param command that makes it again */
    Report(String name, String command) {
        this.name = name;
        this.command = command;
    }

    /** Adds a line; every line names the same figures in the same order. */
    void row(Map<String, Object> figures) {
        rows.add(new LinkedHashMap<>(figures));
    }

    void target(Target target) {
        targets.add(target);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** How much a figure of the last line is above that of another one, by its index. */
    double growth(String figure, int from) {
        return number(rows.get(rows.size() - 1).get(figure))
                - number(rows.get(from).get(figure));
    }

    private static double number(@Nullable Object figure) {
        return figure instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** Prints the tables, and writes both {@code target/benchmarks/<name>.json} and {@code .md}. */
    @SuppressWarnings("SystemOut")
    void publish() throws IOException, InterruptedException {
        var machine = Machine.here();
        var date = LocalDate.now(ZoneOffset.UTC);
        var commit = Commit.here();
        var text = Stream.concat(
                        Stream.of("%s, %s, %s, `%s`".formatted(date, commit, machine, command), ""),
                        Stream.concat(table(rows), targetLines()))
                .collect(Collectors.joining("\n"));
        System.out.println("\n" + text + "\n");
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve(name + ".md"), text + "\n");
        var tree = new LinkedHashMap<String, Object>();
        tree.put("machine", machine);
        tree.put("date", date.toString());
        tree.put("commit", commit);
        tree.put("command", command);
        tree.put("targets", targets.stream().map(Target::figures).toList());
        tree.put("rows", rows);
        JsonMapper.builder()
                .build()
                .writerWithDefaultPrettyPrinter()
                .writeValue(FOLDER.resolve(name + ".json").toFile(), tree);
    }

    private Stream<String> targetLines() {
        return targets.isEmpty()
                ? Stream.empty()
                : Stream.concat(
                        Stream.of(""),
                        table(targets.stream().map(Target::figures).toList()));
    }

    /** Aligned, so that it reads well as it is and as Markdown. */
    static Stream<String> table(List<Map<String, Object>> rows) {
        if (rows.isEmpty()) {
            return Stream.empty();
        }
        var columns = List.copyOf(rows.get(0).keySet());
        var lines = new ArrayList<List<String>>();
        lines.add(columns);
        rows.forEach(row -> lines.add(
                columns.stream().map(column -> Figure.text(row.get(column))).toList()));
        var widths = columns.stream()
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(columns.indexOf(column)).length())
                        .max()
                        .orElse(0))
                .toList();
        lines.add(1, widths.stream().map("-"::repeat).toList());
        return lines.stream().map(line -> line(line, widths));
    }

    private static String line(List<String> cells, List<Integer> widths) {
        var line = new StringBuilder("|");
        for (int i = 0; i < cells.size(); i++) {
            var cell = cells.get(i);
            line.append(' ')
                    .append(cell)
                    .append(" ".repeat(widths.get(i) - cell.length()))
                    .append(" |");
        }
        return line.toString();
    }
}
