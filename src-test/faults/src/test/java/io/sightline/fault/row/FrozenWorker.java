package io.sightline.fault.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.fault.Bench;
import io.sightline.fault.Row;
import io.sightline.pipeline.RuntimeProcess;
import io.sightline.proxy.Direction;
import io.sightline.proxy.Fault;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A process stands still for longer than its session lasts, loses its partitions, and goes on as if nothing were. */
final class FrozenWorker implements Row {
    private static final String DATABASE = "spring.datasource.url";
    private static final String IDLE = "idle_in_transaction_session_timeout=";
    /** Of a sink's transaction. */
    private static final String FIRST_STATEMENT = "set local lock_timeout = '20s'";

    @Override
    public int number() {
        return 2;
    }

    @Override
    public String title() {
        return "SIGSTOP beyond the session timeout, then SIGCONT";
    }

    /**
     * It freezes while a transaction has yet to lock anything: whoever takes its partitions stores the same records.
     * When it thaws, what it had sent is carried out.
     */
    @Override
    public void run(Bench bench) throws Exception {
        bench.sender().frames(bench.run().some(300));
        // The driver may send BEGIN ahead of the first statement: the database must not end the transaction meanwhile.
        // And statements are sent by their text, and not by the name that they have on the server.
        bench.settings().computeIfPresent(DATABASE, (key, url) -> {
            assertThat(url).contains(IDLE + "5000");
            return url.replace(IDLE + "5000", IDLE + "300000") + "&prepareThreshold=0";
        });
        var successor = bench.start("successor");
        var database = bench.proxy(DATABASE);
        var zombie = bench.start("zombie");
        zombie.awaitReady();
        successor.awaitReady();
        try (var load = bench.load(60)) {
            bench.awaitMore(bench.random().nextInt(1, 60));
            bench.pause(0, 500);
            var before = database.strikes();
            database.begin(new Fault.Hold(Direction.REQUEST, FIRST_STATEMENT));
            bench.awaitStrikes(database, before + 1);
            // What was beyond its first statement ends, and the next one is held back: nothing is locked any more.
            bench.pause(500, 1_000);
            zombie.freeze();
            try {
                var positions = positions(bench);
                var session = Bench.SESSION_TIMEOUT.toMillis();
                bench.pause(session + 1_000, session + 4_000);
                await().atMost(Duration.ofMinutes(2)).until(() -> haveMoved(positions, positions(bench)));
            } finally {
                database.heal();
                zombie.thaw();
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> fenced(zombie) > 0);
            bench.pause(2_000, 4_000);
            bench.note("transactions of the zombie fenced", fenced(zombie), "");
        }
    }

    private static double fenced(RuntimeProcess process) {
        return process.sum("sightline_sink_fenced_total", "table=");
    }

    /** Of the partitions in which something has been stored. */
    private static Map<String, Object> positions(Bench bench) {
        var positions = new HashMap<String, Object>();
        bench.database()
                .queryForList("select topic || '-' || partition as place, next_offset from sink_offset"
                        + " where next_offset > start_offset")
                .forEach(row -> positions.put(String.valueOf(row.get("place")), row.get("next_offset")));
        return positions;
    }

    private static boolean haveMoved(Map<String, Object> before, Map<String, Object> now) {
        return before.entrySet().stream()
                .noneMatch(position -> position.getValue().equals(now.get(position.getKey())));
    }
}
