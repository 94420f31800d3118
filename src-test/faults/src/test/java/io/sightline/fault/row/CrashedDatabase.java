package io.sightline.fault.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.fault.Bench;
import io.sightline.fault.Row;
import io.sightline.pipeline.RuntimeProcess;
import java.io.IOException;
import java.time.Duration;

/** PostgreSQL goes without a word and stays away for a while; no record may become a dead letter for it. */
final class CrashedDatabase implements Row {
    private static final double MOST_GROWTH = 64;

    private final Duration away;

    CrashedDatabase(Duration away) {
        this.away = away;
    }

    @Override
    public int number() {
        return 6;
    }

    @Override
    public String title() {
        return "PostgreSQL crashes and is away for " + away.toSeconds() + " s";
    }

    @Override
    public boolean isLong() {
        return away.compareTo(Duration.ofMinutes(1)) > 0;
    }

    @Override
    public void run(Bench bench) throws Exception {
        var worker = bench.start("0").awaitReady();
        var heap = new LiveHeap(worker, bench.folder().resolve("heap.tsv"));
        try (var load = bench.load(60)) {
            bench.awaitMore(bench.random().nextInt(1, 120));
            bench.pause(0, 500);
            bench.stack().crash("postgresql");
            awaitClosedGate(worker);
            var before = heap.sample();
            bench.pause(away.toMillis(), away.toMillis());
            assertThat(heap.sample() - before)
                    .as("mebibytes that the live heap has grown by while PostgreSQL was away")
                    .isLessThan(MOST_GROWTH);
        }
        bench.stack().restart("postgresql");
        drain(bench);
    }

    @Override
    public void check(Bench bench) {
        assertThat(bench.rows("dead_letter")).isZero();
    }

    private static void awaitClosedGate(RuntimeProcess worker) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> worker.metric("sightline_gate_open{dependency=\"postgresql\"}") == 0);
    }

    /** As many frames again, with all servers up, say how long the backlog would have taken anyway. */
    private void drain(Bench bench) throws IOException {
        bench.sender().flush();
        bench.awaitRows("inference", bench.rows("inference") + 1);
        var backlog = bench.ledger().size() - bench.rows("inference");
        var drained = secondsUntilAllIsStored(bench);
        bench.note("frames that waited", backlog, "");
        bench.note("drained in", drained, "s");
        if (isLong()) {
            bench.sender().frames(backlog);
            bench.note("as many anew in", secondsUntilAllIsStored(bench), "s");
        }
    }

    private static double secondsUntilAllIsStored(Bench bench) {
        var start = System.nanoTime();
        bench.sender().flush();
        bench.awaitRows("inference", bench.ledger().size());
        return (System.nanoTime() - start) / 1e9;
    }
}
