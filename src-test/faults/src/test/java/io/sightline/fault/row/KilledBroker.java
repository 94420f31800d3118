package io.sightline.fault.row;

import io.sightline.fault.Bench;
import io.sightline.fault.Row;

/** The broker is killed under load, twice, and comes back on what it had acknowledged. */
final class KilledBroker implements Row {
    @Override
    public int number() {
        return 5;
    }

    @Override
    public String title() {
        return "SIGKILL and restart of the broker";
    }

    @Override
    public void run(Bench bench) throws Exception {
        bench.sender().frames(bench.run().some(150));
        bench.start("0").awaitReady();
        try (var load = bench.load(60)) {
            var kills = bench.run().brief() ? 1 : 2;
            for (int kill = 0; kill < kills; kill++) {
                bench.awaitMore(bench.random().nextInt(1, 60));
                bench.pause(0, 500);
                bench.stack().crash("kafka");
                bench.pause(0, 3_000);
                bench.stack().restart("kafka");
                long back = System.nanoTime();
                bench.awaitMore(1);
                bench.note("broker back to the next row", (System.nanoTime() - back) / 1e9, "s");
            }
        }
    }
}
