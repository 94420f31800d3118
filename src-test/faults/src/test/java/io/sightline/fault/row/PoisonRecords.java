package io.sightline.fault.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.fault.Bench;
import io.sightline.fault.Row;
import io.sightline.fault.ledger.Kind;
import io.sightline.model.SmallDetector;
import io.sightline.mutation.ForgedJpeg;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Records that no retry cures, each between good ones. */
final class PoisonRecords implements Row {
    private static final String ASTRAY = "camera-astray";

    @Override
    public int number() {
        return 12;
    }

    @Override
    public String title() {
        return "bad Avro, unknown schema, 0 bytes, bomb, no image, NaN";
    }

    @Override
    public void run(Bench bench) throws Exception {
        var astray = SmallDetector.notFinite(bench.folder().resolve("astray"));
        bench.settings().put("sightline.models.astray.path", astray.toString());
        bench.start("0").awaitReady();
        bench.database()
                .update("insert into source (id, name, model_name) values (?, ?, 'astray')", ASTRAY, "a model astray");
        var sender = bench.sender();
        var poison = new ArrayList<Runnable>(List.of(
                () -> sender.frame("camera-1", new byte[0], Kind.POISON),
                () -> sender.frame("camera-1", "certainly not a picture".getBytes(UTF_8), Kind.POISON),
                () -> sender.frame("camera-1", ForgedJpeg.ofSide(sender.picture(), 30_000), Kind.POISON),
                () -> sender.frame(ASTRAY, sender.picture(), Kind.POISON),
                () -> sender.send(
                        "claims", "camera-1", new byte[] {1, 2, 3}, Map.of("any", "header"), Kind.POISON_CLAIM),
                () -> sender.send("claims", "camera-2", unknownSchema(), Map.of(), Kind.POISON_CLAIM),
                () -> sender.send("inferences", "camera-1", new byte[] {0, 0}, Map.of(), Kind.POISON),
                () -> sender.send("inferences", "camera-2", unknownSchema(), Map.of(), Kind.POISON),
                () -> sender.send("dead-letters", "camera-3", new byte[] {9}, Map.of(), Kind.POISON)));
        Collections.shuffle(poison, new Random(bench.run().seed()));
        for (var record : poison) {
            sender.frames(bench.random().nextInt(1, 30));
            record.run();
        }
        sender.frames(10);
    }

    @Override
    public void check(Bench bench) {
        assertThat(bench.database().queryForList("select distinct reason from dead_letter", String.class))
                .containsExactlyInAnyOrder(
                        "EMPTY_BODY",
                        "NOT_A_PICTURE",
                        "TOO_MANY_PIXELS",
                        "OUTPUT_NOT_FINITE",
                        "UNDECODABLE_RECORD",
                        "UNKNOWN_SCHEMA");
    }

    private static byte[] unknownSchema() {
        return ByteBuffer.allocate(9).put((byte) 0).putInt(987_654).putInt(0).array();
    }
}
