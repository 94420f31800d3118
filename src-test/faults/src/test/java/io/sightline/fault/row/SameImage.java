package io.sightline.fault.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.fault.Bench;
import io.sightline.fault.Row;
import io.sightline.fault.ledger.Kind;

/** Two cameras, or one camera twice, send the same bytes. */
final class SameImage implements Row {
    private static final int PAIRS = 50;

    @Override
    public int number() {
        return 18;
    }

    @Override
    public String title() {
        return "same image sent twice";
    }

    @Override
    public void run(Bench bench) {
        bench.start("0").awaitReady();
        for (int pair = 0; pair < PAIRS; pair++) {
            var picture = bench.sender().picture();
            bench.sender().frame("camera-1", picture, Kind.GOOD);
            bench.sender().frames(bench.random().nextInt(0, 3));
            bench.sender().frame(bench.random().nextBoolean() ? "camera-1" : "camera-2", picture, Kind.GOOD);
        }
    }

    @Override
    public void check(Bench bench) throws Exception {
        var pictures = bench.ledger().size() - PAIRS;
        assertThat(bench.database().queryForObject("select count(*) from image", Integer.class))
                .isEqualTo(pictures);
        assertThat(new StoredObjects(bench.settings()).keys()).hasSize(pictures);
    }
}
