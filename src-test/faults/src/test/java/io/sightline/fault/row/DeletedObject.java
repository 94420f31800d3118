package io.sightline.fault.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.claim.Sha256;
import io.sightline.fault.Bench;
import io.sightline.fault.Row;
import io.sightline.fault.ledger.Kind;
import java.util.ArrayList;

/** Objects are gone before they are read. */
final class DeletedObject implements Row {
    private static final int DELETED = 5;

    @Override
    public int number() {
        return 11;
    }

    @Override
    public String title() {
        return "object deleted before it is read";
    }

    @Override
    public void run(Bench bench) throws Exception {
        var deleted = new ArrayList<String>();
        for (int i = 0; i < DELETED; i++) {
            bench.sender().frames(bench.random().nextInt(1, 40));
            var picture = bench.sender().picture();
            bench.sender().frame("camera-1", picture, Kind.POISON);
            deleted.add(Sha256.of(picture).hex());
        }
        bench.sender().flush();
        bench.settings().put("sightline.stages", "ingest,sink");
        bench.start("ingest").awaitReady();
        bench.awaitRows("frame", bench.ledger().size());
        var objects = new StoredObjects(bench.settings());
        for (var sha256 : deleted) {
            objects.remove(sha256);
        }
        bench.settings().put("sightline.stages", "detect");
        bench.start("detect").awaitReady();
    }

    @Override
    public void check(Bench bench) {
        assertThat(bench.database().queryForList("select reason from dead_letter where state = 'open'", String.class))
                .hasSize(DELETED)
                .containsOnly("CLAIM_MISSING");
    }
}
