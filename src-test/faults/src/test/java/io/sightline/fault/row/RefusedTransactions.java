package io.sightline.fault.row;

import io.sightline.fault.Bench;
import io.sightline.fault.Row;
import java.util.List;

/**
 * PostgreSQL ends transactions that would be fine a moment later. A trigger raises the states of a deadlock, of a
 * serialization failure and of a statement timeout; a sequence counts for it, because it survives the rollback.
 */
final class RefusedTransactions implements Row {
    private static final List<String> STATES = List.of("40P01", "40001", "57014");

    @Override
    public int number() {
        return 8;
    }

    @Override
    public String title() {
        return "deadlock, serialization failure, statement timeout";
    }

    @Override
    public void run(Bench bench) throws Exception {
        bench.start("0").awaitReady();
        var database = bench.database();
        database.execute("create sequence refusals");
        try (var load = bench.load(60)) {
            bench.awaitMore(1);
            for (var state : STATES) {
                var refusals = bench.random().nextInt(2, 6);
                database.execute("alter sequence refusals restart");
                database.execute("""
                        create or replace function refuse() returns trigger language plpgsql as $$
                        begin
                          if nextval('refusals') <= %d then
                            raise exception 'refused by the bench' using errcode = '%s';
                          end if;
                          return null;
                        end $$""".formatted(refusals, state));
                for (var table : List.of("frame", "inference")) {
                    database.execute("create or replace trigger refuse after insert on " + table
                            + " for each statement execute function refuse()");
                }
                bench.awaitMore(bench.random().nextInt(1, 200));
            }
        }
    }
}
