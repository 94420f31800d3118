package io.sightline.benchmark;

import io.sightline.demo.DemoTarget;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/** What the rows tell of frames by the time when they were sent. */
final class FrameRows {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String OPEN = """
            select count(*) from frame f where not exists (
                select from inference i where i.frame_id = f.frame_id and i.captured_at = f.captured_at and i.purpose = 'SERVING')
            """;
    private static final String WAITS = """
            select count(*), count(distinct model_version_id),
                   coalesce(percentile_disc(0.5) within group (order by extract(epoch from completed_at - captured_at)), 0),
                   coalesce(percentile_disc(0.99) within group (order by extract(epoch from completed_at - captured_at)), 0)
            from inference where purpose = 'SERVING' and captured_at >= ? and captured_at < ?
            """;

    private final DemoTarget target;

    FrameRows(DemoTarget target) {
        this.target = target;
    }

    /**
     * How long frames took from their sending to their detections.
     *
     * @param versions that inferred them
     * @param p50 milliseconds
     * @param p99 milliseconds
     */
    record Waits(long frames, long versions, double p50, double p99) {}

    /** Waits until each frame with a row has an inference. */
    void awaitAll() throws SQLException, InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        // What was acknowledged last needs its time to get a row at all.
        TimeUnit.SECONDS.sleep(3);
        while (number(OPEN) > 0) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(number(OPEN) + " frames have had no inference for " + PATIENCE);
            }
            TimeUnit.MILLISECONDS.sleep(250);
        }
    }

    long deadLetters() throws SQLException {
        return number("select count(*) from dead_letter");
    }

    Waits between(Instant from, Instant to) throws SQLException {
        try (var connection = connection();
                var query = connection.prepareStatement(WAITS)) {
            query.setObject(1, from.atOffset(ZoneOffset.UTC));
            query.setObject(2, to.atOffset(ZoneOffset.UTC));
            try (var rows = query.executeQuery()) {
                rows.next();
                return new Waits(rows.getLong(1), rows.getLong(2), rows.getDouble(3) * 1e3, rows.getDouble(4) * 1e3);
            }
        }
    }

    private long number(String sql) throws SQLException {
        try (var connection = connection();
                var query = connection.createStatement();
                var rows = query.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(target.jdbcUrl(), target.jdbcUser(), target.jdbcPassword());
    }
}
