package io.sightline.demo;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks the database which version serves. */
final class ServingVersion {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final String SERVES = """
            select exists (select from lease where name = 'promoter' and expires_at > now())
               and exists (select from model_state where name = ? and announced -> 'serving' ->> 'version' = ?)
               and not exists (select from follower
                    where name = ? and reported_at > now() - interval '10 seconds' and version is distinct from ?)
               and exists (select from follower
                    where name = ? and reported_at > now() - interval '10 seconds' and version = ?)
            """;

    private final DemoTarget target;

    ServingVersion(DemoTarget target) {
        this.target = target;
    }

    /**
     * Waits until a version serves in each process, as one that leads has decided.
     *
     * @throws IllegalStateException when it does not
     */
    void await(String model, Release release, Duration patience) throws SQLException, InterruptedException {
        var end = System.nanoTime() + patience.toNanos();
        while (!serves(model, release.version())) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("%s of %s has not served for %d s; the log of the runtime says why"
                        .formatted(release, model, patience.toSeconds()));
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    private boolean serves(String model, String version) throws SQLException {
        try (var connection = DriverManager.getConnection(target.jdbcUrl(), target.jdbcUser(), target.jdbcPassword());
                var query = connection.prepareStatement(SERVES)) {
            for (var i = 1; i <= 6; i += 2) {
                query.setString(i, model);
                query.setString(i + 1, version);
            }
            try (var rows = query.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }
}
