package io.sightline.fault.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.fault.Bench;
import io.sightline.fault.Row;
import java.util.List;

/** A process is asked to end while its successor is up already; REST clients go on at the successor. */
final class RollingRestart implements Row {
    @Override
    public int number() {
        return 3;
    }

    @Override
    public String title() {
        return "SIGTERM, rolling restart";
    }

    @Override
    public void run(Bench bench) throws Exception {
        bench.settings().put("sightline.stages", "ingest,detect,sink,api");
        bench.sender().frames(bench.run().some(200));
        var former = bench.start("former").awaitReady();
        var successor = bench.start("successor").awaitReady();
        try (var load = bench.load(40);
                var clients = new RestClients(bench, List.of(former.api(), successor.api()))) {
            clients.awaitAnswers(bench.random().nextInt(5, 20));
            long asked = System.nanoTime();
            former.terminate();
            former.awaitExit();
            bench.note("SIGTERM to the end", (System.nanoTime() - asked) / 1e9, "s");
            clients.awaitAnswers(5);
            assertThat(clients.unexpected()).isEmpty();
            assertThat(former.output())
                    .as("what was half-filled when the routes ended was given back to its topic")
                    .doesNotContain("Timeout occurred during graceful shutdown", "No consumers available on endpoint");
        }
    }
}
