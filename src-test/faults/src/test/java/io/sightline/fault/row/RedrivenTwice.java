package io.sightline.fault.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.claim.Sha256;
import io.sightline.fault.Bench;
import io.sightline.fault.Row;
import io.sightline.fault.ledger.Kind;
import io.sightline.pipeline.Operator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Two operators redrive the same letters at once, one more asks for all of them by id when the first is sent, and
 * perhaps the process is killed.
 */
final class RedrivenTwice implements Row {
    private static final String ALL = "{\"dryRun\": false, \"reason\": \"CLAIM_MISSING\", \"perSecond\": 10}";
    private static final String THOSE = "{\"dryRun\": false, \"perSecond\": 10, \"ids\": [%s]}";
    private static final String CLIENT = "sightline-dev";

    @Override
    public int number() {
        return 16;
    }

    @Override
    public String title() {
        return "same dead letters redriven twice";
    }

    @Override
    public void run(Bench bench) throws Exception {
        var lost = new ArrayList<byte[]>();
        int letters = bench.random().nextInt(3, 20);
        for (int i = 0; i < letters; i++) {
            bench.sender().frames(bench.random().nextInt(1, 10));
            var picture = bench.sender().picture();
            bench.sender().frame("camera-1", picture, Kind.GOOD);
            lost.add(picture);
        }
        bench.sender().flush();
        bench.settings().put("sightline.stages", "ingest,sink");
        bench.start("ingest").awaitReady();
        bench.awaitRows("frame", bench.ledger().size());
        var objects = new StoredObjects(bench.settings());
        for (var picture : lost) {
            objects.remove(Sha256.of(picture).hex());
        }
        bench.settings().put("sightline.stages", "detect");
        var detector = bench.start("detector").awaitReady();
        bench.settings().put("sightline.stages", "sink,api");
        var worker = bench.start("worker").awaitReady();
        bench.awaitRows("dead_letter", letters);
        bench.awaitRows("inference", bench.ledger().size() - letters);
        for (var picture : lost) {
            objects.put(picture);
        }
        // Nobody makes anything of what is sent, so that all of it is there to be sent once more.
        detector.terminate();
        detector.awaitExit();
        var operator = new Operator(worker.api(), bench.stack().token(CLIENT));
        var other = CompletableFuture.supplyAsync(() -> operator.begin(ALL));
        var path = operator.begin(ALL);
        other.join();
        await().atMost(Duration.ofMinutes(1)).until(() -> sendings(bench) == letters);
        operator.begin(THOSE.formatted(bench.database()
                .queryForObject("select string_agg('\"' || event_id || '\"', ',') from dead_letter", String.class)));
        if (bench.random().nextBoolean()) {
            bench.pause(0, 1_000);
            worker.kill();
            worker = bench.start("successor").awaitReady();
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> sendings(bench) == 2 * letters);
        bench.settings().put("sightline.stages", "detect");
        bench.start("second detector").awaitReady();
        bench.awaitRows("inference", bench.ledger().size());
        await().atMost(Duration.ofMinutes(1)).until(() -> unresolved(bench) == 0);
        new Operator(worker.api(), bench.stack().token(CLIENT)).awaitDone(path);
    }

    @Override
    public void check(Bench bench) {
        assertThat(unresolved(bench)).isZero();
        assertThat(bench.rows("redrive")).isEqualTo(3);
        assertThat(sendings(bench))
                .as("letters that were sent, each of them twice")
                .isEqualTo(2 * bench.rows("dead_letter"));
    }

    private static int sendings(Bench bench) {
        return count(bench, "select count(sent_at) from redrive_letter");
    }

    private static int unresolved(Bench bench) {
        return count(bench, "select count(*) from dead_letter where state <> 'resolved'");
    }

    private static int count(Bench bench, String sql) {
        return Objects.requireNonNull(bench.database().queryForObject(sql, Integer.class));
    }
}
