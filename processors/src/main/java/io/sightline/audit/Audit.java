package io.sightline.audit;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Tells whether every record became one row set or one dead letter, from Kafka's offsets and PostgreSQL's rows.
 *
 * <p>The answer from the counters costs the same whatever the tables hold. Rows that were deleted are found by counting
 * them, which takes as long as their number wants, and whose results are kept until the same days are counted again.
 */
public final class Audit {
    private static final String TOO_LONG = "57014";
    /** For naming the frames at fault, when something is. */
    private static final Duration FOR_NAMES = Duration.ofSeconds(2);

    private final DataSource database;
    private final Broker broker;
    private final AuditTopics topics;
    private final Clock clock;

    public Audit(DataSource database, Broker broker, AuditTopics topics, Clock clock) {
        this.database = database;
        this.broker = broker;
        this.topics = topics;
        this.clock = clock;
    }

    private record Read(Books books, List<RowAudit> rowAudits) {}

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * The answer from the counters and from the last counts of rows.
     *
     * @throws io.sightline.failure.TransientFailure when the broker does not answer
     */
    public AuditAnswer answer() throws SQLException {
        return answer(Optional.empty());
    }

    /**
     * Counts the rows of the window, keeps the result and answers with it.
     *
     * @param patience longest that one of the questions to the database may take
     * @throws PermanentFailure INVALID_PARAMETER when it takes longer
     * @throws io.sightline.failure.TransientFailure when the broker does not answer
     */
    public AuditAnswer deep(DayWindow window, Duration patience) throws SQLException {
        try (var connection = database.getConnection()) {
            count(connection, window, patience);
        }
        return answer(Optional.of(window));
    }

    /**
     * Counts the rows of the window and keeps the result.
     *
     * @param patience longest that one of the questions to the database may take
     * @throws PermanentFailure INVALID_PARAMETER when it takes longer
     */
    public RowAudit count(Connection connection, DayWindow window, Duration patience) throws SQLException {
        var begun = clock.instant();
        long start = System.nanoTime();
        List<Gap> gaps;
        try {
            gaps = read(connection, patience, snapshot -> new RowCount(snapshot).count(window));
        } catch (SQLException e) {
            if (TOO_LONG.equals(e.getSQLState())) {
                throw new PermanentFailure(
                        FailureCode.INVALID_PARAMETER,
                        "The rows from " + window.since() + " to before " + window.until()
                                + " cannot be counted within " + patience.toSeconds()
                                + " s. Ask for fewer days by since and until.",
                        e);
            }
            throw e;
        }
        var audit = new RowAudit(
                begun, window, Duration.ofNanos(System.nanoTime() - start).toMillis(), gaps);
        RowAudits.add(connection, audit);
        return audit;
    }

    /** When rows were counted last by the clock or on request. */
    public Optional<RowAudit> lastCount(Connection connection) throws SQLException {
        return RowAudits.all(connection).stream().findFirst();
    }

    private AuditAnswer answer(Optional<DayWindow> asked) throws SQLException {
        var at = clock.instant();
        var state = broker.read(topics);
        var findings = new Findings();
        try (var connection = database.getConnection()) {
            AuditStarts.begin(connection, state, topics.frames());
            var read = read(
                    connection,
                    Duration.ZERO,
                    snapshot -> new Read(new BookTables(snapshot, topics).read(), RowAudits.all(snapshot)));
            var reading = new Reading(topics, state, read.books(), broker.ends(state));
            new SinkEquation(reading, findings).check();
            new IngestEquation(reading, findings).check();
            new FrameEquation(reading, findings).check();
            var gaps = new ArrayList<Gap>();
            for (var gap : findings.gaps()) {
                gaps.add(named(connection, gap, state, asked));
            }
            gaps.addAll(RowAudits.standing(read.rowAudits()));
            var last = read.rowAudits().stream().findFirst();
            // The table does not keep what was asked for beyond the days.
            var window = asked.filter(days -> last.isPresent());
            return new AuditAnswer(
                    gaps.isEmpty(),
                    at.toString(),
                    findings.inFlight(),
                    findings.waiting(),
                    gaps,
                    findings.partitions(),
                    last.map(audit -> new RowAudit(
                                    audit.countedAt(), window.orElse(audit.window()), audit.tookMillis(), audit.gaps()))
                            .map(RowAudit::summary)
                            .orElse(null));
        }
    }

    /** Names what is at fault, unless that takes too long. */
    private Gap named(Connection connection, Gap gap, BrokerState state, Optional<DayWindow> asked)
            throws SQLException {
        boolean isOfFrames = gap.equation().equals(FrameEquation.NAME);
        boolean isOfIngest = gap.equation().equals("ingest") && gap.difference() != null && gap.difference() > 0;
        try {
            if (isOfFrames) {
                boolean lacking = Objects.requireNonNull(gap.difference()) > 0;
                return gap.withFirstIds(
                        read(connection, FOR_NAMES, snapshot -> new FirstIds(snapshot).ofFrames(lacking)));
            }
            if (isOfIngest && asked.isPresent()) {
                UUID topicId = Objects.requireNonNull(state.ids().get(topics.frames()));
                int partition = number(Objects.requireNonNull(gap.partition()));
                return gap.withFirstIds(read(
                        connection,
                        FOR_NAMES.multipliedBy(5),
                        snapshot -> new FirstIds(snapshot).missingOffsets(topicId, partition, asked.get())));
            }
            return gap;
        } catch (SQLException e) {
            if (TOO_LONG.equals(e.getSQLState())) {
                return gap;
            }
            throw e;
        }
    }

    private static int number(String partition) {
        return Integer.parseInt(partition.substring(partition.lastIndexOf('-') + 1));
    }

    /** Reads at one moment, in a transaction that can write nothing. */
    private static <T> T read(Connection connection, Duration patience, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read, read only");
            statement.execute("set local statement_timeout = " + patience.toMillis());
            return work.on(connection);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
