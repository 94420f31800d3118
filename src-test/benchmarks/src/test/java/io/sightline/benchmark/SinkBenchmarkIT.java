package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.benchmark.load.Window;
import io.sightline.benchmark.sink.Deliveries;
import io.sightline.benchmark.sink.SinkContestants;
import io.sightline.benchmark.sink.SinkDatabase;
import io.sightline.benchmark.sink.WriteRate;
import io.sightline.devstack.DatabaseAlone;
import io.sightline.devstack.DevStackOptions;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The sink by itself, from records in memory to rows, against its own statements without positions and against what
 * others do, in turn; judges no figure.
 */
@Tag("benchmark")
@Tag("sink")
class SinkBenchmarkIT {
    /** What the sink's routes read at most, and the least there is. */
    private static final List<Integer> RECORDS = List.of(200, 1);

    private static final int DETECTIONS = 8;
    private static final int ROUNDS = Rounds.count(5);
    private static final int SECONDS = Rounds.seconds(8);
    private static final Window WINDOW = Rounds.window(SECONDS);

    @Test
    void everyoneStoresTheSameRecordsInEveryRound() throws Exception {
        // Given
        var report = new Report("sink", Rounds.command("sink", ROUNDS, SECONDS));
        try (var server = DatabaseAlone.start(DevStackOptions.forTests(), System.out::println);
                var database = new SinkDatabase(server.isolate("sink"))) {
            var duels = new LinkedHashMap<Integer, Duel>();
            for (var records : RECORDS) {
                duels.put(records, new Duel(new Cell("sink", records == 1 ? "1 record" : records + " records", 1)));
            }
            warmUp(database);
            // When
            for (int round = 0; round < ROUNDS; round++) {
                for (var duel : duels.entrySet()) {
                    duel.getValue().round(round, contestants(database, duel.getKey(), WINDOW));
                }
            }
            // Then
            duels.values().forEach(duel -> report(duel, report));
            targets(Objects.requireNonNull(duels.get(RECORDS.get(0))), report);
            report.publish();
            assertThat(report.isEmpty()).isFalse();
        }
    }

    private static void warmUp(SinkDatabase database) throws Exception {
        var all = SinkContestants.of(database).size() * RECORDS.size();
        var share = Rounds.warmUp().length().dividedBy(all);
        for (var records : RECORDS) {
            var window = new Window(Duration.ZERO, share);
            for (var contestant : contestants(database, records, window).values()) {
                contestant.run(new Cell("sink", "warm-up", 1));
            }
        }
    }

    private static Map<String, Duel.Contestant> contestants(SinkDatabase database, int records, Window window) {
        Map<String, Duel.Contestant> contestants = new LinkedHashMap<>();
        SinkContestants.of(database)
                .forEach((name, opening) -> contestants.put(name, cell -> turn(database, opening, records, window)));
        return contestants;
    }

    private static Outcome turn(SinkDatabase database, SinkContestants.Opening contestant, int records, Window window)
            throws Exception {
        database.empty();
        WriteRate.Stored stored;
        try (var writer = contestant.open()) {
            stored = new WriteRate().measure(writer, new Deliveries(records, DETECTIONS), window);
        }
        database.require(stored.frames(), stored.rows());
        return new Outcome(stored.perSecond(), Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, 0, Double.NaN);
    }

    private static void report(Duel duel, Report report) {
        for (var name : duel.names()) {
            var others = duel.ratios(SinkContestants.SIGHTLINE, name, Outcome::rate);
            var row = new LinkedHashMap<String, Object>();
            row.put("batch", duel.cell().size());
            row.put("writer", name);
            row.put("rows /s", duel.figure(name, Outcome::rate));
            row.put("by bare", duel.ratio(name, SinkContestants.BARE, Outcome::rate));
            row.put("Sightline by it", Figure.median(others));
            row.put("lowest", Collections.min(others));
            row.put("highest", Collections.max(others));
            report.row(row);
        }
    }

    private static void targets(Duel batches, Report report) {
        report.target(
                Target.atLeast("rows by bare: " + batches.cell().size(), byOther(batches, SinkContestants.BARE), 0.6));
        report.target(Target.atLeast(
                "rows by upserts: " + batches.cell().size(), byOther(batches, SinkContestants.UPSERTS), 3));
    }

    private static double byOther(Duel duel, String other) {
        return duel.ratio(SinkContestants.SIGHTLINE, other, Outcome::rate);
    }
}
