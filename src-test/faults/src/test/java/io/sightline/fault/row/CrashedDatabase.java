package io.sightline.fault.row;

import io.sightline.fault.Bench;
import io.sightline.fault.Row;
import java.time.Duration;

/** PostgreSQL goes without a word and stays away for a while; no record may become a dead letter for it. */
final class CrashedDatabase implements Row {
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
        bench.start("0").awaitReady();
        try (var load = bench.load(60)) {
            bench.awaitMore(bench.random().nextInt(1, 120));
            bench.pause(0, 500);
            bench.stack().crash("postgresql");
            bench.pause(away.toMillis(), away.toMillis());
            bench.stack().restart("postgresql");
            bench.awaitMore(1);
        }
    }
}
