package io.sightline.lifecycle;

import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one process at a time do what only one may, by a row of table {@code lease}. When it ends is decided by the
 * clock of the database, and whether it still goes on by the time that has passed here: a wall clock that is set
 * decides nothing.
 *
 * <p>A process that was stopped for a while may believe in a term that is over. What it writes then is refused by
 * {@link #fence}.
 */
public final class Lease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    /** No lease is that long: one that seems to be was given before the database's clock was set back. */
    static final Duration LONGEST = Duration.ofHours(1);

    /** Whoever has a row renews it; anybody takes one that is over, or, by its parameter, longer than any may be. */
    static final String UNLESS_HELD = """
            on conflict (name) do update set
              owner = excluded.owner,
              epoch = held.epoch + (held.owner <> excluded.owner)::int,
              expires_at = excluded.expires_at
            where held.owner = excluded.owner
              or held.expires_at < clock_timestamp()
              or held.expires_at > clock_timestamp() + ? * interval '1 millisecond'
            """;

    private static final String TAKE = """
            insert into lease as held (name, owner, epoch, expires_at)
            values (?, ?, 1, clock_timestamp() + ? * interval '1 millisecond')
            """ + UNLESS_HELD + "returning epoch";
    private static final String GIVE_BACK =
            "update lease set expires_at = clock_timestamp() where name = ? and owner = ? and epoch = ?";
    // A process that stands still, or that no packet reaches any more, does not keep its successor waiting.
    private static final String PATIENCE = "select set_config('idle_in_transaction_session_timeout', ? || 'ms', true)";
    // A successor waits until the transaction that asked has ended.
    private static final String FENCE = "select 1 from lease where name = ? and epoch = ? for share";

    private final DataSource database;
    private final String name;
    private final String owner;
    private final Duration length;
    private final LongSupplier nanoTime;
    private @Nullable Held held;

    private record Held(Term term, long until) {}

    /**
     * A lease that is not held yet.
     *
     * @param owner tells this process from all others, former ones of this machine too
     * @param length how long after its last renewal another process may take it, at most an hour
     */
    public Lease(DataSource database, String name, String owner, Duration length) {
        this(database, name, owner, length, System::nanoTime);
    }

    Lease(DataSource database, String name, String owner, Duration length, LongSupplier nanoTime) {
        if (length.isNegative() || length.isZero() || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a lease lasts longer than nothing and at most an hour, was " + length);
        }
        this.database = database;
        this.name = name;
        this.owner = owner;
        this.length = length;
        this.nanoTime = nanoTime;
    }

    /** Takes the lease when it is free, or renews it; empty while another process has it. */
    public Optional<Term> renew() throws SQLException {
        // Counted from before the question: the row never expires earlier than this.
        var until = nanoTime.getAsLong() + length.toNanos();
        var term = take();
        hold(term.map(won -> new Held(won, until)));
        return term;
    }

    private Optional<Term> take() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(TAKE)) {
            statement.setString(1, name);
            statement.setString(2, owner);
            statement.setLong(3, length.toMillis());
            statement.setLong(4, LONGEST.toMillis());
            try (var row = statement.executeQuery()) {
                return row.next() ? Optional.of(new Term(name, row.getLong(1))) : Optional.empty();
            }
        }
    }

    /** The term, as long as it is sure that no other process has the lease. */
    public synchronized Optional<Term> term() {
        return Optional.ofNullable(held)
                .filter(now -> now.until() - nanoTime.getAsLong() > 0)
                .map(Held::term);
    }

    /** Whether it is still that term. */
    public boolean isIn(Term term) {
        return term().filter(term::equals).isPresent();
    }

    /**
     * Lets a transaction go on only while the term does, and the term until the transaction has ended. One in which
     * nothing happens for the length of the lease is ended by the database.
     *
     * @throws TransientFailure FENCED when another process has the lease
     */
    public void fence(Connection connection, Term term) throws SQLException {
        try (var statement = connection.prepareStatement(PATIENCE)) {
            statement.setString(1, String.valueOf(length.toMillis()));
            statement.execute();
        }
        try (var statement = connection.prepareStatement(FENCE)) {
            statement.setString(1, term.lease());
            statement.setLong(2, term.epoch());
            try (var row = statement.executeQuery()) {
                if (row.next()) {
                    return;
                }
            }
        }
        lose(term);
        throw new TransientFailure(
                FailureCode.FENCED,
                "the term " + term.epoch() + " of the " + term.lease() + " is over, another process decides now");
    }

    /** Lets another process have the lease at once. */
    @Override
    public void close() {
        var last = term();
        hold(Optional.empty());
        last.ifPresent(this::giveBack);
    }

    private void giveBack(Term term) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(GIVE_BACK)) {
            statement.setString(1, name);
            statement.setString(2, owner);
            statement.setLong(3, term.epoch());
            statement.executeUpdate();
        } catch (SQLException e) {
            LOG.atInfo()
                    .addKeyValue("lease", name)
                    .addKeyValue("cause", e.getMessage())
                    .log("the lease was not given back; others can take it when it ends");
        }
    }

    private synchronized void lose(Term term) {
        if (held != null && held.term().equals(term)) {
            hold(Optional.empty());
        }
    }

    private synchronized void hold(Optional<Held> next) {
        var before = Optional.ofNullable(held).map(Held::term);
        var after = next.map(Held::term);
        held = next.orElse(null);
        if (!before.equals(after)) {
            LOG.atInfo()
                    .addKeyValue("lease", name)
                    .addKeyValue("owner", owner)
                    .addKeyValue(
                            "epoch", after.or(() -> before).map(Term::epoch).orElse(0L))
                    .log(after.isPresent() ? "this process leads" : "this process leads no more");
        }
    }
}
