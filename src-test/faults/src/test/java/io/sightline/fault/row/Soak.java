package io.sightline.fault.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sightline.fault.Bench;
import io.sightline.fault.Row;
import io.sightline.fault.ledger.Kind;
import io.sightline.pipeline.RuntimeProcess;
import io.sightline.proxy.Direction;
import io.sightline.proxy.Fault;
import io.sightline.proxy.FaultProxy;
import java.time.Duration;
import java.util.List;

/** A steady load and one harm after the other, drawn at random; one process lives through all that is not its end. */
final class Soak implements Row {
    private static final String DATABASE = "spring.datasource.url";

    private final Duration length;

    Soak(Duration length) {
        this.length = length;
    }

    private interface Harm {
        void done() throws Exception;
    }

    @Override
    public int number() {
        return 21;
    }

    @Override
    public String title() {
        return "soak of " + length.toMinutes() + " min";
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public void run(Bench bench) throws Exception {
        var database = bench.proxy(DATABASE);
        bench.settings().computeIfPresent(DATABASE, (key, url) -> url + "&prepareThreshold=0");
        var store = bench.proxy("camel.component.minio.endpoint");
        var registry = bench.proxy("sightline.registry.url");
        var survivor = bench.start("survivor").awaitReady();
        var heap = new LiveHeap(survivor, bench.folder().resolve("heap.tsv"));
        var harms = List.<Harm>of(
                () -> killed(bench),
                () -> frozen(survivor, bench),
                () -> crashed("kafka", 2_000, bench),
                () -> crashed("postgresql", 6_000, bench),
                () -> struck(database, new Fault.Lose(Direction.ANSWER, "COMMIT\0"), bench),
                () -> struck(database, new Fault.Lose(Direction.REQUEST, "COMMIT\0"), bench),
                () -> away(database, bench),
                () -> away(store, bench),
                () -> away(registry, bench),
                () -> bench.sender().frame("camera-1", "no picture".getBytes(UTF_8), Kind.POISON));
        var end = System.nanoTime() + length.toNanos();
        try (var load = bench.load(20)) {
            while (System.nanoTime() < end) {
                harms.get(bench.random().nextInt(harms.size())).done();
                bench.pause(1_000, 15_000);
                heap.sample();
            }
        }
        bench.note("slope of the live heap, second half", heap.slope(), "MiB a minute");
    }

    private static void killed(Bench bench) throws Exception {
        var victim = bench.start("victim-" + bench.ledger().size());
        victim.awaitReady();
        bench.pause(0, 5_000);
        victim.kill();
    }

    private static void frozen(RuntimeProcess process, Bench bench) throws Exception {
        process.freeze();
        try {
            bench.pause(1_000, 2 * Bench.SESSION_TIMEOUT.toMillis());
        } finally {
            process.thaw();
        }
    }

    private static void crashed(String server, long awayMillis, Bench bench) throws Exception {
        bench.stack().crash(server);
        bench.pause(awayMillis, awayMillis);
        bench.stack().restart(server);
    }

    private static void struck(FaultProxy proxy, Fault fault, Bench bench) {
        var before = proxy.strikes();
        proxy.begin(fault, 2);
        bench.awaitStrikes(proxy, before + 2);
    }

    private static void away(FaultProxy proxy, Bench bench) throws Exception {
        var faults = List.of(new Fault.Refuse(), new Fault.Reset(), new Fault.BlackHole(), new Fault.Cut());
        proxy.begin(faults.get(bench.random().nextInt(faults.size())));
        bench.pause(500, 8_000);
        proxy.heal();
    }
}
