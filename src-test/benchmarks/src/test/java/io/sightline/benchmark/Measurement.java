package io.sightline.benchmark;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * All rounds of one measurement, and where it was made.
 *
 * @param commit of the measured code; ends in {@code +} when the work tree had changes
 * @param command that makes it again
 */
public record Measurement(Machine machine, LocalDate date, String commit, String command, List<Round> rounds) {
    public Measurement {
        rounds = List.copyOf(rounds);
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("a measurement needs at least one round");
        }
    }

    /** The middle of the rounds; the mean of both middle ones when their number is even. */
    public double median(ToDoubleFunction<Round> figure) {
        var sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        var middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    public double lowest(ToDoubleFunction<Round> figure) {
        return rounds.stream().mapToDouble(figure).min().orElseThrow();
    }

    public double highest(ToDoubleFunction<Round> figure) {
        return rounds.stream().mapToDouble(figure).max().orElseThrow();
    }

    /** For the terminal. */
    public List<String> table() {
        var lines = new ArrayList<String>();
        lines.add(
                "round   frames   cores/(decode+infer)   in-process loop   Kafka to PostgreSQL   share of limit   engine use");
        for (var number = 0; number < rounds.size(); number++) {
            var round = rounds.get(number);
            lines.add(line(
                    Integer.toString(number + 1),
                    round.frames(),
                    round.limit(),
                    round.loopRate(),
                    round.pipelineRate(),
                    round.share(),
                    round.engineUse()));
        }
        lines.add(line(
                "median",
                rounds.get(0).frames(),
                median(Round::limit),
                median(Round::loopRate),
                median(Round::pipelineRate),
                median(Round::share),
                median(Round::engineUse)));
        return lines;
    }

    /** A row for RESULTS.md. */
    public String markdownRow() {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %d x %d | %.1f | %.1f | %.1f | **%.2f** (%.2f to %.2f) |",
                date,
                commit,
                machine,
                rounds.size(),
                rounds.get(0).frames(),
                median(Round::limit),
                median(Round::loopRate),
                median(Round::pipelineRate),
                median(Round::share),
                lowest(Round::share),
                highest(Round::share));
    }

    private static String line(
            String round, int frames, double limit, double loop, double pipeline, double share, double engineUse) {
        return String.format(
                Locale.ROOT,
                "%-6s %7d %18.1f /s %13.1f /s %17.1f /s %16.2f %10.2f",
                round,
                frames,
                limit,
                loop,
                pipeline,
                share,
                engineUse);
    }
}
