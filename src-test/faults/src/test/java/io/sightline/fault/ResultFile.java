package io.sightline.fault;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.sightline.fault.ledger.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A line for each run, added to those of former runs, and a table of them all beside it. */
public final class ResultFile {
    private final Path lines;
    private final Path table;

    /** @param folder where results.tsv and results.md go */
    public ResultFile(Path folder) {
        this.lines = folder.resolve("results.tsv");
        this.table = folder.resolve("results.md");
    }

    /** Adds a run and writes the table anew. */
    public synchronized void add(Row row, Run run, Verdict verdict, boolean clean, long seconds) throws IOException {
        Files.createDirectories(lines.toAbsolutePath().getParent());
        var line = new Result(
                row.number(),
                row.title(),
                run.seed(),
                verdict.sent(),
                verdict.stored(),
                verdict.deadLettered(),
                verdict.lost(),
                verdict.doubled(),
                clean,
                seconds);
        Files.writeString(lines, line.line() + "\n", CREATE, APPEND);
        Files.write(table, table(Files.readAllLines(lines)));
    }

    static List<String> table(List<String> lines) {
        Map<String, List<Result>> byRow = lines.stream()
                .map(Result::parse)
                .collect(Collectors.groupingBy(Result::rowAndTitle, TreeMap::new, Collectors.toList()));
        var table = new ArrayList<>(List.of(
                "| row | fault | seeds | sent | stored | dead-lettered | lost | doubled | runs not clean | seconds each |",
                "|---|---|---|---|---|---|---|---|---|---|"));
        byRow.values().forEach(results -> table.add(Result.tableRow(results)));
        return table;
    }
}
