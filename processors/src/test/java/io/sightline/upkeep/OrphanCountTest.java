package io.sightline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class OrphanCountTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void isThePartThatTheLastWholeSweepFoundUnnamed(TestDatabase database) throws SQLException {
        var count = new OrphanCount(database.dataSource(), meters);
        count.run();
        assertThat(ratio()).as("before any sweep").isZero();
        assertThat(judged()).as("before any sweep").isZero();

        sweep(database, "null", "('live', 70), ('young', 5), ('orphan', 20), ('reclaimed', 5), ('waiting', 900)");
        count.run();
        assertThat(ratio()).isEqualTo(0.25);
        assertThat(judged()).isEqualTo(100);

        sweep(database, "'the store is away'", "('orphan', 3)");
        count.run();
        assertThat(ratio()).as("after one that ended early").isEqualTo(0.25);

        sweep(database, "null", "('live', 95), ('corrupt', 5)");
        count.run();
        assertThat(ratio()).as("without orphans").isZero();
    }

    @Test
    void knowsNothingOfAnEmptyStore(TestDatabase database) throws SQLException {
        database.change("insert into claim_sweep (began_at, ended_at, dry_run) values (now(), now(), true)");

        new OrphanCount(database.dataSource(), meters).run();

        assertThat(ratio()).isZero();
    }

    @Test
    void saysNothingBeforeItsFirstLook(TestDatabase database) {
        new OrphanCount(database.dataSource(), meters);

        assertThat(ratio()).isNaN();
        assertThat(judged()).isNaN();
    }

    private double ratio() {
        return meters.get("sightline.claims.orphan.ratio").gauge().value();
    }

    private double judged() {
        return meters.get("sightline.claims.judged").gauge().value();
    }

    private static void sweep(TestDatabase database, String failure, String counts) {
        database.change("with sweep as (insert into claim_sweep (began_at, ended_at, dry_run, failure)"
                + " values (now(), now(), true, " + failure + ") returning id)"
                + " insert into claim_sweep_count (sweep_id, fate, objects, bytes)"
                + " select id, fate, objects, 0 from sweep, (values " + counts + ") counts (fate, objects)");
    }
}
