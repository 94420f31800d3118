package io.sightline.fault.row;

import io.sightline.fault.Bench;
import io.sightline.fault.Row;

/** The only process is killed again and again while it works, each time at another point. */
final class KilledWorker implements Row {
    @Override
    public int number() {
        return 1;
    }

    @Override
    public String title() {
        return "SIGKILL of the worker in a loop";
    }

    @Override
    public void run(Bench bench) throws Exception {
        bench.sender().frames(bench.run().some(600));
        var worker = bench.start("0");
        var kills = bench.run().brief() ? 1 : 3;
        for (int kill = 1; kill <= kills; kill++) {
            bench.awaitMore(bench.random().nextInt(1, 60));
            bench.pause(0, 400);
            worker.kill();
            var killed = System.nanoTime();
            bench.sender().frames(bench.run().some(150));
            worker = bench.start(String.valueOf(kill));
            bench.awaitMore(1);
            bench.note("SIGKILL to the next row", (System.nanoTime() - killed) / 1e9, "s");
        }
    }
}
