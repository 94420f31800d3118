package io.sightline.upkeep;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops partitions whose months are wholly older than their table's rows are kept, and resolved dead letters with
 * finished redrives. What is dropped is written down in tables retention_drop and retention_count, and ids of frames in
 * dropped_frame and dropped_inference, in the same transaction: an audit counts it still, and the sink knows it again.
 *
 * <p>It counts rows as {@code frame}, {@code inference}, {@code detection}, {@code dead_letter} and {@code redrive},
 * with {@code .expired} behind it in a dry run; {@code image} for images that no frame names any more; {@code kept} for
 * partitions that could not be dropped, because they are in use or something depends on them, as the inferences of a
 * month depend on its frames; they are tried again next time.
 */
public final class Retention implements Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int SECONDS_TO_ANSWER = 5;

    private interface Work {
        void run() throws SQLException;
    }

    private final Turn turn;
    private final RetentionRules rules;
    private final Clock clock;

    public Retention(Turn turn, RetentionRules rules, Clock clock) {
        this.turn = turn;
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "retention";
    }

    @Override
    public Optional<Tally> run() throws SQLException {
        return turn.take("retention", connection -> {
            var tally = new Tally();
            for (var table : rules.tables().entrySet()) {
                var cutoff = clock.instant().minus(table.getValue());
                for (var partition : Partition.endedBy(connection, table.getKey(), cutoff)) {
                    end(connection, partition, tally);
                }
            }
            endDeadLetters(connection, tally);
            if (rules.frames() != null && !rules.dryRun()) {
                attempt(
                        connection,
                        "image",
                        tally,
                        () -> tally.add("image", new ForgottenImages(connection).delete(), 0));
            }
            return Optional.of(tally);
        });
    }

    private void end(Connection connection, Partition partition, Tally tally) throws SQLException {
        if (rules.dryRun()) {
            tally.add(partition.table() + ".expired", partition.rows(connection), 0);
            LOG.atInfo()
                    .addKeyValue("partition", partition.name())
                    .log("would be dropped; nothing is while sightline.retention.dry-run is true");
            return;
        }
        if (partition.table().equals("frame") && Partition.stands(connection, "inference", partition)) {
            keep(tally, partition.name(), "inferences of its month are still there, and are known by their frames");
            return;
        }
        attempt(connection, partition.name(), tally, () -> {
            long rows = new PartitionDrop(connection).drop(partition);
            tally.add(partition.table(), rows, 0);
            LOG.atInfo()
                    .addKeyValue("partition", partition.name())
                    .addKeyValue("rows", rows)
                    .log("dropped; its counts are in table retention_drop");
        });
    }

    /** What is in use, or what something else depends on, must not hold up the rest. */
    private static void attempt(Connection connection, String name, Tally tally, Work work) throws SQLException {
        try {
            work.run();
        } catch (SQLException e) {
            if (!connection.isValid(SECONDS_TO_ANSWER)) {
                throw e;
            }
            keep(tally, name, e.getMessage());
        }
    }

    private static void keep(Tally tally, String name, @Nullable String cause) {
        tally.add("kept", 1, 0);
        LOG.atWarn()
                .addKeyValue("table", name)
                .addKeyValue("cause", cause)
                .log("not dropped; it is tried again next time");
    }

    private void endDeadLetters(Connection connection, Tally tally) throws SQLException {
        var kept = rules.deadLetters();
        if (kept == null) {
            return;
        }
        var letters = new ResolvedLetters(connection);
        var redrives = new FinishedRedrives(connection);
        var cutoff = clock.instant().minus(kept);
        if (rules.dryRun()) {
            tally.add("dead_letter.expired", letters.count(cutoff), 0);
            tally.add("redrive.expired", redrives.count(cutoff), 0);
            return;
        }
        attempt(connection, "dead_letter", tally, () -> tally.add("dead_letter", letters.delete(cutoff), 0));
        attempt(connection, "redrive", tally, () -> tally.add("redrive", redrives.delete(cutoff), 0));
    }
}
