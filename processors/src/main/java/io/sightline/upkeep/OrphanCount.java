package io.sightline.upkeep;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Tells, as a metric, which part of the stored claims was nobody's when they were last swept, whichever process did
 * that: orphans that a dry run left and those that were moved to {@code reclaimed/}, of all objects that a sweep
 * judges; and how many these were, since a part of few says little.
 */
public final class OrphanCount implements Upkeep {
    // Claims that are corrupt, or that the store failed at, are judged neither way. Both halves of a sweep count those.
    private static final String LAST_SWEEP = """
            select sum(objects) filter (where fate in ('orphan', 'reclaimed')) / nullif(sum(objects), 0), sum(objects)
            from claim_sweep_count
            where fate in ('live', 'young', 'orphan', 'reclaimed') and sweep_id =
              (select id from claim_sweep where ended_at is not null and failure is null order by id desc limit 1)""";

    private static final int SECONDS = 30;

    private final DataSource database;
    // Unknown before the first look: a 0 of a process that has just started would say that orphans are gone.
    private volatile double ratio = Double.NaN;
    private volatile double judged = Double.NaN;

    public OrphanCount(DataSource database, MeterRegistry meters) {
        this.database = database;
        Gauge.builder("sightline.claims.orphan.ratio", this, count -> count.ratio)
                .register(meters);
        Gauge.builder("sightline.claims.judged", this, count -> count.judged).register(meters);
    }

    @Override
    public String name() {
        return "claims.orphans";
    }

    @Override
    public Optional<Tally> run() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(LAST_SWEEP)) {
            statement.setQueryTimeout(SECONDS);
            try (var answer = statement.executeQuery()) {
                answer.next();
                // Null without a sweep, without a claim and without an orphan.
                ratio = answer.getDouble(1);
                judged = answer.getDouble(2);
            }
        }
        return Optional.of(new Tally());
    }
}
