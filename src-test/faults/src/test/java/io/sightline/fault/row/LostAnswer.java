package io.sightline.fault.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.fault.Bench;
import io.sightline.fault.Row;
import io.sightline.proxy.Direction;
import io.sightline.proxy.Fault;

/** The object store has stored the bytes and its answer does not arrive. */
final class LostAnswer implements Row {
    @Override
    public int number() {
        return 10;
    }

    @Override
    public String title() {
        return "S3 put succeeds, answer lost";
    }

    @Override
    public void run(Bench bench) throws Exception {
        var store = bench.proxy("camel.component.minio.endpoint");
        bench.settings().put("sightline.stages", "ingest,sink");
        bench.start("ingest").awaitReady();
        try (var load = bench.load(50)) {
            for (int round = 0; round < 5; round++) {
                var strikes = bench.random().nextInt(1, 4);
                var before = store.strikes();
                store.begin(new Fault.Lose(Direction.ANSWER, "HTTP/1.1 200"), strikes);
                bench.awaitStrikes(store, before + strikes);
                bench.pause(0, 1_000);
            }
        }
        bench.settings().put("sightline.stages", "detect");
        bench.start("detect").awaitReady();
    }

    @Override
    public void check(Bench bench) throws Exception {
        var images = bench.database().queryForObject("select count(*) from image", Integer.class);
        assertThat(new StoredObjects(bench.settings()).keys()).hasSize(images == null ? 0 : images);
    }
}
