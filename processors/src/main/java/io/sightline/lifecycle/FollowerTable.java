package io.sightline.lifecycle;

import io.sightline.failure.Quotation;
import io.sightline.inference.ModelVersion;
import io.sightline.inference.ServedRuns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Table follower: what each process serves of each model, written by itself. That the database is away is no failure of
 * the process: it is said once, and the rows are written when it is back.
 */
public final class FollowerTable {
    private static final Logger LOG = LoggerFactory.getLogger(FollowerTable.class);
    private static final String WRITE = """
            insert into follower (process, name, state, message, version, sha256, challenger, epoch, sequence,
              serving_since, runs, failures, p95_micros, former_p95_micros, reported_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now())
            on conflict (process, name) do update set state = excluded.state, message = excluded.message,
              version = excluded.version, sha256 = excluded.sha256, challenger = excluded.challenger,
              epoch = excluded.epoch, sequence = excluded.sequence, serving_since = excluded.serving_since,
              runs = excluded.runs, failures = excluded.failures, p95_micros = excluded.p95_micros,
              former_p95_micros = excluded.former_p95_micros, reported_at = excluded.reported_at""";
    // What this process has no longer, and what processes have left that write no more.
    private static final String CLEAN = """
            delete from follower
            where (process = ? and name <> all (?)) or reported_at < now() - interval '10 minutes'""";
    private static final int LONGEST_MESSAGE = 1_000;

    private final DataSource database;
    private final String process;
    private boolean failing;

    /** @param process name of this process, by which no other one calls itself */
    public FollowerTable(DataSource database, String process) {
        this.database = database;
        this.process = process;
    }

    /** Writes a row for each model. */
    public synchronized void report(List<FollowedState> states) {
        try (var connection = database.getConnection()) {
            write(connection, states);
            if (failing) {
                failing = false;
                LOG.info("table follower is written again");
            }
        } catch (SQLException e) {
            if (!failing) {
                failing = true;
                LOG.atWarn()
                        .addKeyValue("cause", e.getMessage())
                        .log("table follower cannot be written now; what serves goes on");
            }
        }
    }

    private void write(Connection connection, List<FollowedState> states) throws SQLException {
        try (var rows = connection.prepareStatement(WRITE)) {
            for (var state : states) {
                fill(rows, state);
                rows.addBatch();
            }
            rows.executeBatch();
        }
        try (var clean = connection.prepareStatement(CLEAN)) {
            clean.setString(1, process);
            clean.setArray(
                    2,
                    connection.createArrayOf(
                            "text", states.stream().map(FollowedState::name).toArray()));
            clean.executeUpdate();
        }
    }

    private void fill(PreparedStatement row, FollowedState state) throws SQLException {
        var serving = state.serving();
        var version = serving.map(ServedRuns::version);
        var announced = state.announced().filter(each -> !each.isRetired());
        row.setString(1, process);
        row.setString(2, state.name());
        row.setString(3, state.condition().label());
        row.setString(
                4,
                state.message().map(text -> Quotation.of(text, LONGEST_MESSAGE)).orElse(null));
        row.setString(5, version.map(ModelVersion::version).orElse(null));
        row.setBytes(6, version.map(each -> each.sha256().bytes()).orElse(null));
        row.setString(7, state.challenger().map(ModelVersion::version).orElse(null));
        set(row, 8, announced.map(Announcement::epoch));
        set(row, 9, announced.map(Announcement::sequence));
        row.setObject(
                10,
                state.servingSince()
                        .map((Instant since) -> since.atOffset(ZoneOffset.UTC))
                        .orElse(null),
                Types.TIMESTAMP_WITH_TIMEZONE);
        row.setLong(11, serving.map(ServedRuns::runs).orElse(0L));
        row.setLong(12, serving.map(ServedRuns::failures).orElse(0L));
        set(row, 13, serving.flatMap(runs -> boxed(runs.p95Micros())));
        set(row, 14, serving.flatMap(runs -> boxed(runs.formerP95Micros())));
    }

    private static void set(PreparedStatement row, int place, Optional<Long> value) throws SQLException {
        @Nullable Long number = value.orElse(null);
        row.setObject(place, number, Types.BIGINT);
    }

    private static Optional<Long> boxed(OptionalLong number) {
        return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
    }
}
