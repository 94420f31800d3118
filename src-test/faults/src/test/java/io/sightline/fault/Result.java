package io.sightline.fault;

import java.util.List;
import java.util.function.ToLongFunction;

/** One run, as it is kept in a file. */
record Result(
        int row,
        String title,
        long seed,
        long sent,
        long stored,
        long deadLettered,
        long lost,
        long doubled,
        boolean clean,
        long seconds) {

    String line() {
        return "%d\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%s\t%d"
                .formatted(row, title, seed, sent, stored, deadLettered, lost, doubled, clean, seconds);
    }

    /** Sorts as numbers do, and variants of a row beside each other. */
    String rowAndTitle() {
        return "%03d %s".formatted(row, title);
    }

    static Result parse(String line) {
        var fields = line.split("\t", -1);
        return new Result(
                Integer.parseInt(fields[0]),
                fields[1],
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                Long.parseLong(fields[5]),
                Long.parseLong(fields[6]),
                Long.parseLong(fields[7]),
                Boolean.parseBoolean(fields[8]),
                Long.parseLong(fields[9]));
    }

    /** All runs of one row together. */
    static String tableRow(List<Result> runs) {
        return "| %d | %s | %d | %d | %d | %d | %d | %d | %d | %d |"
                .formatted(
                        runs.get(0).row(),
                        runs.get(0).title(),
                        runs.stream().map(Result::seed).distinct().count(),
                        sum(runs, Result::sent),
                        sum(runs, Result::stored),
                        sum(runs, Result::deadLettered),
                        sum(runs, Result::lost),
                        sum(runs, Result::doubled),
                        runs.stream().filter(run -> !run.clean()).count(),
                        sum(runs, Result::seconds) / runs.size());
    }

    private static long sum(List<Result> runs, ToLongFunction<Result> figure) {
        return runs.stream().mapToLong(figure).sum();
    }
}
