package io.sightline.fault.row;

import io.sightline.fault.Bench;
import io.sightline.fault.Row;
import io.sightline.proxy.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The object store is away, overloaded, slow, breaks off, or answers with other bytes. */
final class FailingStore implements Row {
    private static final String OVERLOADED =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    private static final int LONGER_THAN_HEADERS = 1_000;

    private final Duration latency;

    FailingStore(Duration latency) {
        this.latency = latency;
    }

    @Override
    public int number() {
        return 9;
    }

    @Override
    public String title() {
        return "S3 down, 503, latency of " + latency.toSeconds() + " s, truncated body, wrong bytes";
    }

    @Override
    public boolean isLong() {
        return latency.toSeconds() >= 30;
    }

    @Override
    public void run(Bench bench) throws Exception {
        var store = bench.proxy("camel.component.minio.endpoint");
        bench.start("0").awaitReady();
        try (var load = bench.load(50)) {
            bench.awaitMore(1);
            var faults = new ArrayList<Fault>(List.of(
                    new Fault.Refuse(),
                    new Fault.Answer(OVERLOADED),
                    new Fault.Delay(latency),
                    new Fault.BlackHole(),
                    new Fault.Reset()));
            Collections.shuffle(faults, new Random(bench.run().seed()));
            for (var fault : faults) {
                store.begin(fault);
                bench.pause(1_500, 3_000);
                if (fault instanceof Fault.Delay) {
                    bench.pause(latency.toMillis(), latency.toMillis());
                }
                store.heal();
                bench.awaitMore(1);
            }
            // A picture is fetched four times before it is given up, so that three bad answers must not cost it.
            for (var fault : List.of(new Fault.Truncate(1_500), new Fault.Corrupt(LONGER_THAN_HEADERS))) {
                var before = store.strikes();
                store.begin(fault, 3);
                bench.awaitStrikes(store, before + 3);
                bench.awaitMore(20);
            }
        }
    }
}
