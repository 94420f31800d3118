package io.sightline.fault.row;

import io.sightline.fault.Bench;
import io.sightline.fault.Row;

/** A process stands still for longer than its session lasts, loses its partitions, and goes on as if nothing were. */
final class FrozenWorker implements Row {
    @Override
    public int number() {
        return 2;
    }

    @Override
    public String title() {
        return "SIGSTOP beyond the session timeout, then SIGCONT";
    }

    @Override
    public void run(Bench bench) throws Exception {
        bench.sender().frames(bench.run().some(300));
        var zombie = bench.start("zombie");
        var successor = bench.start("successor");
        zombie.awaitReady();
        successor.awaitReady();
        try (var load = bench.load(60)) {
            bench.awaitMore(bench.random().nextInt(1, 60));
            bench.pause(0, 500);
            zombie.freeze();
            try {
                var session = Bench.SESSION_TIMEOUT.toMillis();
                bench.pause(session + 1_000, session + 4_000);
            } finally {
                zombie.thaw();
            }
            bench.pause(2_000, 4_000);
            bench.note("transactions of the zombie fenced", zombie.sum("sightline_sink_fenced_total", "table="), "");
        }
    }
}
