package io.sightline.query;

import io.sightline.delivery.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Frames that two versions of a model have run on. */
final class ComparedFrames {
    static final String MODEL = "m";

    private static final int MOST_BOXES = 8;

    private final TestDatabase database;
    private final Instant start;
    private String name = MODEL;
    private String serving = "1";
    private String challenger = "2";

    /** Something that was found. */
    record Found(String label, float x, float y, float w, float h) {}

    /** @param second when it was captured */
    record Frame(
            String source,
            int second,
            List<Found> serving,
            List<Found> challenger,
            long servingMicros,
            long challengerMicros) {}

    ComparedFrames(TestDatabase database, Instant start) throws SQLException {
        this.database = database;
        this.start = start;
        database.change("select ensure_month('" + start + "')");
        database.change(
                "insert into model_version (name, version, sha256)"
                        + " select n, v, sha256((n || v)::bytea) from unnest(array['m', 'other']) n, unnest(array['1', '2', '3']) v");
    }

    ComparedFrames as(String newServing, String newChallenger) {
        serving = newServing;
        challenger = newChallenger;
        return this;
    }

    ComparedFrames ofAnotherModel() {
        name = "other";
        return this;
    }

    /** What the challenger finds is what serves finds, moved a little or a lot, some of it twice, and other things. */
    List<Frame> random(long seed, int count) throws SQLException {
        var random = new SplittableRandom(seed);
        var frames = new ArrayList<Frame>();
        for (int i = 0; i < count; i++) {
            var found = new ArrayList<Found>();
            var other = new ArrayList<Found>();
            for (int box = random.nextInt(MOST_BOXES); box > 0; box--) {
                var one = box(random);
                found.add(one);
                for (int copies = random.nextInt(3); copies > 0; copies--) {
                    other.add(random.nextInt(3) == 0 ? one : moved(one, random));
                }
                if (random.nextInt(4) == 0) {
                    found.add(moved(one, random));
                }
            }
            if (random.nextBoolean()) {
                other.add(box(random));
            }
            frames.add(new Frame(
                    "camera-1",
                    i,
                    List.copyOf(found),
                    random.nextInt(5) == 0 ? List.copyOf(found) : List.copyOf(other),
                    random.nextLong(50_000, 90_000),
                    random.nextLong(40_000, 120_000)));
        }
        for (var frame : frames) {
            store(frame);
        }
        return frames;
    }

    private static Found box(SplittableRandom random) {
        return new Found(
                random.nextInt(3) == 0 ? "seal" : "text",
                (float) random.nextDouble(0.6),
                (float) random.nextDouble(0.6),
                (float) random.nextDouble(0.05, 0.4),
                (float) random.nextDouble(0.05, 0.4));
    }

    private static Found moved(Found box, SplittableRandom random) {
        var by = random.nextDouble(0.15);
        return new Found(
                random.nextInt(10) == 0 ? "seal" : box.label(),
                (float) (box.x() + by * random.nextDouble()),
                (float) (box.y() + by * random.nextDouble()),
                (float) (box.w() * (1 + random.nextDouble(-0.3, 0.3))),
                box.h());
    }

    void store(Frame frame) throws SQLException {
        try (var connection = database.dataSource().getConnection()) {
            var id = UUID.randomUUID();
            store(connection, id, frame, "SERVING", serving, frame.serving(), frame.servingMicros());
            store(connection, id, frame, "SHADOW", challenger, frame.challenger(), frame.challengerMicros());
        }
    }

    private void store(
            Connection connection, UUID id, Frame frame, String purpose, String version, List<Found> found, long micros)
            throws SQLException {
        var capturedAt = start.plusSeconds(frame.second()).atOffset(ZoneOffset.UTC);
        try (var inference = connection.prepareStatement("""
                insert into inference (captured_at, frame_id, model_version_id, purpose, source_id, completed_at, n,
                  parameters, contract_version, runtime_version, fetch_micros, decode_micros, infer_micros, post_micros)
                select ?, ?, id, ?, ?, now(), ?, '{}', '1', '1', 1, 1, ?, 1 from model_version
                where name = ? and version = ?""")) {
            inference.setObject(1, capturedAt);
            inference.setObject(2, id);
            inference.setString(3, purpose);
            inference.setString(4, frame.source());
            inference.setInt(5, found.size());
            inference.setLong(6, micros);
            inference.setString(7, name);
            inference.setString(8, version);
            inference.executeUpdate();
        }
        try (var detection = connection.prepareStatement("""
                insert into detection (captured_at, frame_id, model_version_id, purpose, ordinal, source_id, class_id,
                  label, score, x, y, w, h)
                select ?, ?, id, ?, ?, ?, 0, ?, 0.5, ?, ?, ?, ? from model_version where name = ? and version = ?""")) {
            for (int i = 0; i < found.size(); i++) {
                var one = found.get(i);
                detection.setObject(1, capturedAt);
                detection.setObject(2, id);
                detection.setString(3, purpose);
                detection.setInt(4, i);
                detection.setString(5, frame.source());
                detection.setString(6, one.label());
                detection.setFloat(7, one.x());
                detection.setFloat(8, one.y());
                detection.setFloat(9, one.w());
                detection.setFloat(10, one.h());
                detection.setString(11, name);
                detection.setString(12, version);
                detection.addBatch();
            }
            detection.executeBatch();
        }
    }
}
