package io.sightline.fault.row;

import io.sightline.fault.Bench;
import io.sightline.fault.Row;
import io.sightline.proxy.Direction;
import io.sightline.proxy.Fault;

/** The connection breaks at COMMIT: sometimes before PostgreSQL has heard of it, sometimes after it has committed. */
final class AmbiguousCommit implements Row {
    private static final String URL = "spring.datasource.url";
    private static final String COMMIT = "COMMIT\0";

    @Override
    public int number() {
        return 7;
    }

    @Override
    public String title() {
        return "connection killed at COMMIT";
    }

    @Override
    public void run(Bench bench) throws Exception {
        var proxy = bench.proxy(URL);
        // The driver would otherwise name a prepared COMMIT by a number, and the proxy could not tell.
        bench.settings().computeIfPresent(URL, (key, url) -> url + "&prepareThreshold=0");
        bench.start("0").awaitReady();
        try (var load = bench.load(60)) {
            bench.awaitMore(1);
            for (int round = 0; round < bench.run().some(12); round++) {
                var direction = bench.random().nextBoolean() ? Direction.REQUEST : Direction.ANSWER;
                var strikes = bench.random().nextInt(1, 4);
                var before = proxy.strikes();
                proxy.begin(new Fault.Lose(direction, COMMIT), strikes);
                bench.awaitStrikes(proxy, before + strikes);
                bench.pause(0, 700);
            }
        }
    }
}
