package io.sightline.fault.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.fault.Bench;
import io.sightline.fault.Row;
import io.sightline.fault.ledger.Kind;
import io.sightline.proxy.Fault;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;

/**
 * The schema registry is away when the process starts, and again later, when a schema comes that nobody has read yet.
 */
final class AbsentRegistry implements Row {
    @Override
    public int number() {
        return 13;
    }

    @Override
    public String title() {
        return "registry down at start and mid-run";
    }

    @Override
    public void run(Bench bench) throws Exception {
        var registry = bench.proxy("sightline.registry.url");
        registry.begin(new Fault.Refuse());
        bench.sender().frames(100);
        var worker = bench.start("0");
        await().atMost(Duration.ofMinutes(1)).until(() -> worker.output().contains("waiting for"));
        bench.pause(0, 2_000);
        registry.heal();
        worker.awaitReady();
        bench.awaitMore(50);
        registry.begin(bench.random().nextBoolean() ? new Fault.Refuse() : new Fault.BlackHole());
        bench.sender().frames(bench.run().some(300));
        bench.awaitFates();
        bench.sender().send("claims", "camera-1", newSchema(), Map.of(), Kind.POISON_CLAIM);
        bench.sender().frames(30);
        bench.pause(4_000, 7_000);
        assertThat(bench.database().queryForObject("select count(*) from dead_letter", Integer.class))
                .as("dead letters while the registry cannot say whether it knows the schema")
                .isZero();
        registry.heal();
    }

    private static byte[] newSchema() {
        return ByteBuffer.allocate(9).put((byte) 0).putInt(876_543).putInt(0).array();
    }
}
