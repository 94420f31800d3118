package io.sightline.audit;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;

/**
 * Tells whether every record became one row set or one dead letter, from Kafka's offsets and PostgreSQL's rows.
 *
 * <p>The answer from the counters costs the same whatever the tables hold. Rows that were deleted are found by counting
 * them, which takes as long as their number wants, and whose results are kept until the same days are counted again.
 */
public final class Audit {
    /** For finding what is missing, when something is, and once more for naming the rest. */
    private static final Duration FOR_NAMES = Duration.ofSeconds(2);
    /** The same where rows are counted. */
    private static final Duration FOR_NAMES_OF_ROWS = Duration.ofSeconds(5);
    /** For each of the questions to the counters; far more than it needs. */
    private static final Duration FOR_COUNTERS = Duration.ofSeconds(30);

    private final DataSource database;
    private final Broker broker;
    private final AuditTopics topics;
    private final Clock clock;
    private final Semaphore counting = new Semaphore(1);

    public Audit(DataSource database, Broker broker, AuditTopics topics, Clock clock) {
        this.database = database;
        this.broker = broker;
        this.topics = topics;
        this.clock = clock;
    }

    private record Counters(Books books, Absent absent, List<RowAudit> rowAudits) {}

    private record Read(Reading reading, List<RowAudit> rowAudits) {}

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * The answer from the counters and from the last counts of rows.
     *
     * @throws TransientFailure when the broker does not answer; OVERLOADED when the database takes too long
     */
    public AuditAnswer answer() throws SQLException {
        return answer(Optional.empty());
    }

    /**
     * Counts the rows of the window, keeps the result and answers with it.
     *
     * @param patience longest that one of the questions to the database may take
     * @throws PermanentFailure INVALID_PARAMETER when it takes longer
     * @throws TransientFailure OVERLOADED while this process counts for somebody else; or when the broker does not
     *     answer
     */
    public AuditAnswer deep(DayWindow window, Duration patience) throws SQLException {
        if (!counting.tryAcquire()) {
            throw new TransientFailure(
                    FailureCode.OVERLOADED,
                    "the rows are being counted for somebody else; ask again later, or without deep=true for what the last"
                            + " count found");
        }
        try {
            RowAudit counted;
            try (var connection = database.getConnection()) {
                counted = count(connection, window, patience, "Ask for fewer days by since and until.");
            }
            return answer(Optional.of(counted));
        } finally {
            counting.release();
        }
    }

    /**
     * Counts the rows of the window and keeps the result; then looks for the frames at fault, as far as a short time
     * allows.
     *
     * @param patience longest that one of the questions to the database may take
     * @param wayOn what to do when it takes longer, a sentence
     * @throws PermanentFailure INVALID_PARAMETER when it takes longer
     */
    public RowAudit count(Connection connection, DayWindow window, Duration patience, String wayOn)
            throws SQLException {
        var begun = clock.instant();
        long start = System.nanoTime();
        final List<Gap> gaps;
        try {
            gaps = read(connection, patience, snapshot -> new RowCount(snapshot).count(window));
        } catch (SQLException e) {
            if (Deadline.isPassed(e)) {
                throw new PermanentFailure(
                        FailureCode.INVALID_PARAMETER,
                        "The rows from " + window.since() + " to before " + window.until()
                                + " cannot be counted within " + seconds(patience)
                                + " s. " + wayOn,
                        e);
            }
            throw e;
        }
        var audit = new RowAudit(
                begun, window, Duration.ofNanos(System.nanoTime() - start).toMillis(), gaps);
        long id = RowAudits.add(connection, audit);
        if (gaps.isEmpty()) {
            return audit;
        }
        var deadline = Deadline.in(patience.compareTo(FOR_NAMES_OF_ROWS) < 0 ? patience : FOR_NAMES_OF_ROWS);
        var named = read(connection, Duration.ZERO, snapshot -> new FirstIds(snapshot, deadline).name(gaps));
        RowAudits.rename(connection, id, named);
        return new RowAudit(begun, window, audit.tookMillis(), named);
    }

    private static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    /** When rows were counted last by the clock or on request. */
    public Optional<RowAudit> lastCount(Connection connection) throws SQLException {
        return RowAudits.all(connection).stream().findFirst();
    }

    private AuditAnswer answer(Optional<RowAudit> counted) throws SQLException {
        var at = clock.instant();
        var forNames = counted.isPresent() ? FOR_NAMES_OF_ROWS : FOR_NAMES;
        try (var connection = database.getConnection()) {
            var read = readAll(connection, Duration.ZERO);
            if (read.reading().isLacking()) {
                // What is missing is looked for at the moment at which it is counted: later it may be another thing.
                read = readAll(connection, forNames);
            }
            var reading = read.reading();
            var findings = new Findings();
            new SinkEquation(reading, findings).check();
            new IngestEquation(reading, findings).check();
            new FrameEquation(reading, findings).check();
            var gaps = new ArrayList<Gap>();
            var deadline = Deadline.in(forNames);
            for (var gap : findings.gaps()) {
                gaps.add(named(connection, gap, deadline));
            }
            gaps.addAll(findings.former());
            gaps.addAll(RowAudits.standing(read.rowAudits()));
            var explained = SecondReading.of(reading).explain(gaps);
            long writtenOff = reading.books().fateless().writtenOff();
            // Somebody else may have counted other days meanwhile.
            var last = counted.isPresent() ? counted : read.rowAudits().stream().findFirst();
            return new AuditAnswer(
                    explained.isEmpty(),
                    at.toString(),
                    findings.inFlight(),
                    findings.waiting(),
                    reading.books().letters().unread().all(),
                    writtenOff == 0 ? null : writtenOff,
                    explained,
                    findings.partitions(),
                    last.map(RowAudit::summary).orElse(null));
        }
    }

    /** Reads all that goes into the equations, and looks for what is missing for so long. */
    private Read readAll(Connection connection, Duration search) throws SQLException {
        var state = broker.read(topics);
        AuditStarts.begin(connection, state, topics.frames());
        AuditStarts.look(connection, state, topics.frames());
        var counters = counters(connection, state, search);
        return new Read(
                new Reading(topics, state, counters.books(), counters.absent(), broker.ends(state)),
                counters.rowAudits());
    }

    private Counters counters(Connection connection, BrokerState state, Duration search) throws SQLException {
        try {
            return read(connection, FOR_COUNTERS, snapshot -> {
                if (!search.isZero()) {
                    RowCount.keepPartitions(snapshot);
                }
                var books = new BookTables(snapshot, topics, state).read();
                var rowAudits = RowAudits.all(snapshot);
                var absent = search.isZero()
                        ? Absent.NONE
                        : new Search(snapshot, Deadline.in(search)).absent(Reading.ofBooks(topics, state, books));
                return new Counters(books, absent, rowAudits);
            });
        } catch (SQLException e) {
            if (Deadline.isPassed(e)) {
                throw new TransientFailure(
                        FailureCode.OVERLOADED,
                        "the counters could not be read within " + FOR_COUNTERS.toSeconds() + " s; ask again later",
                        e);
            }
            throw e;
        }
    }

    /** Names frames without a row, unless that takes too long. */
    private static Gap named(Connection connection, Gap gap, Deadline deadline) throws SQLException {
        boolean isOfFates =
                gap.equation().equals(FrameEquation.NAME) && gap.difference() != null && gap.difference() < 0;
        return isOfFates
                ? gap.withFirstIds(
                        read(connection, Duration.ZERO, snapshot -> new FirstIds(snapshot, deadline).ofFates()))
                : gap;
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
