package io.sightline.fault.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.fault.Bench;
import io.sightline.fault.Row;
import io.sightline.fault.ledger.Kind;

/** The database refuses one row of a batch of hundreds, of the table of frames or of that of inferences. */
final class RefusedRow implements Row {
    private static final String SOURCE = "camera-refused";

    @Override
    public int number() {
        return 14;
    }

    @Override
    public String title() {
        return "one bad row in a batch";
    }

    @Override
    public void run(Bench bench) throws Exception {
        bench.start("0").awaitReady();
        bench.database()
                .execute("alter table " + table(bench) + " add constraint refused check (source_id <> '" + SOURCE
                        + "')");
        var before = bench.random().nextInt(0, 499);
        bench.sender().frames(before);
        bench.sender().frame(SOURCE, bench.sender().picture(), Kind.POISON);
        bench.sender().frames(499 - before);
    }

    @Override
    public void check(Bench bench) {
        assertThat(bench.database().queryForList("select stage || ' ' || reason from dead_letter", String.class))
                .containsExactly("sink CONSTRAINT_VIOLATION");
    }

    private static String table(Bench bench) {
        return bench.run().seed() % 2 == 0 ? "frame" : "inference";
    }
}
