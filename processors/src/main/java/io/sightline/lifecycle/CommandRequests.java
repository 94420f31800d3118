package io.sightline.lifecycle;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Writes down what people ask for and tells what became of it. The leader of the promoters carries it out.
 *
 * <p>One command of a model waits at a time: a second rollback on its heels would go back two versions, and whoever
 * asks for the one and then for the other cannot know which of them was carried out. Only a pin is replaced by what is
 * asked for next: that of a version that never served may wait for minutes, and must not keep anybody from going back.
 */
public final class CommandRequests {
    /** A command that has waited longer finds another world than the one it was meant for. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private static final String COLUMNS =
            "id, name, command, version, requested_by, requested_at, state, message, ended_at";

    /** Until the transaction ends nobody else asks for something of the same model. */
    private static final String LOCK = "select pg_advisory_xact_lock(hashtext('sightline.model_command'), hashtext(?))";

    private static final String BY_ID = "select " + COLUMNS + " from model_command where id = ? and command <> 'look'";
    private static final String WAITING = "select " + COLUMNS
            + " from model_command where name = ? and state = 'waiting' and command <> 'look' limit 1";
    /** One that a leader has said something of is tried to its end, or ended by that leader or the next one. */
    private static final String GIVE_UP = """
            update model_command
            set state = 'failed', ended_at = clock_timestamp(), message = 'No promoter has carried it out within '
              || ? || ' s; it was given up for a later command. Look whether a process with the stage promote runs.'
            where name = ? and state = 'waiting' and command <> 'look' and message is null
              and requested_at < clock_timestamp() - make_interval(secs => ?)""";

    /**
     * Waits for a leader that carries it out at this moment, and leaves it alone then; one that would do so later finds
     * that it has ended.
     */
    private static final String REPLACE = """
            update model_command set state = 'failed', ended_at = clock_timestamp(), message = ?
            where id = ? and state = 'waiting'""";

    private static final String INSERT = """
            insert into model_command (id, name, command, version, requested_by, requested_at)
            values (?, ?, ?, ?, ?, clock_timestamp())
            returning\s""" + COLUMNS;

    /** Done already when another one of the model waits: one look sees all that has happened. */
    private static final String LOOK = """
            insert into model_command (id, name, command, requested_by, requested_at, state, message, ended_at)
            select ?, ?, 'look', 'mlflow', now(), case when waits then 'done' else 'waiting' end,
              case when waits then 'another look waits' end, case when waits then now() end
            from (select exists (select from model_command where name = ? and command = 'look' and state = 'waiting')
              as waits) as others
            on conflict (id) do nothing""";

    /** Much later than a delivery can be repeated. */
    private static final String FORGET_LOOKS = """
            delete from model_command
            where command = 'look' and state <> 'waiting' and ended_at < now() - interval '1 hour'""";

    private final DataSource database;

    public CommandRequests(DataSource database) {
        this.database = database;
    }

    /**
     * Asks for a command; the one that waits already when that is the same, and the one of the same id when that was
     * asked for before.
     *
     * @throws PermanentFailure COMMAND_WAITING when another command of the model waits that is no pin,
     *     IDEMPOTENCY_CONFLICT when the id is that of another command
     */
    public RequestedCommand request(CommandRequest asked) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var command = request(connection, asked);
                connection.commit();
                return command;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    /**
     * Asks for a look at the source of a model.
     *
     * @param id the same for each repeat of what asks for it, which has no effect then
     */
    public void look(UUID id, String model) throws SQLException {
        try (var connection = database.getConnection();
                var look = connection.prepareStatement(LOOK);
                var forget = connection.prepareStatement(FORGET_LOOKS)) {
            look.setObject(1, id);
            look.setString(2, model);
            look.setString(3, model);
            if (look.executeUpdate() > 0) {
                forget.executeUpdate();
            }
        }
    }

    /** What became of a command. */
    public Optional<RequestedCommand> find(UUID id) throws SQLException {
        try (var connection = database.getConnection()) {
            return byId(connection, id);
        }
    }

    private static RequestedCommand request(Connection connection, CommandRequest asked) throws SQLException {
        try (var lock = connection.prepareStatement(LOCK)) {
            lock.setString(1, asked.model());
            lock.execute();
        }
        var former = byId(connection, asked.id());
        if (former.isPresent()) {
            return former.filter(command -> command.isAsked(asked)).orElseThrow(() -> otherThan(former.get()));
        }
        giveUpLate(connection, asked.model());
        var waiting = waiting(connection, asked.model());
        // What has a key is a command of its own: its repeat must find it again.
        if (waiting.isPresent() && !asked.hasKey() && waiting.get().isAsked(asked)) {
            return waiting.get();
        }
        if (waiting.isPresent()) {
            replace(connection, waiting.get(), asked);
        }
        return insert(connection, asked);
    }

    private static void replace(Connection connection, RequestedCommand waiting, CommandRequest next)
            throws SQLException {
        if (!waiting.command().equals(ModelAction.PIN.command())) {
            throw behind(waiting);
        }
        try (var statement = connection.prepareStatement(REPLACE)) {
            statement.setString(1, "replaced by operation " + next.id() + ", " + described(next));
            statement.setObject(2, waiting.id());
            statement.executeUpdate();
        }
    }

    private static PermanentFailure otherThan(RequestedCommand command) {
        return new PermanentFailure(
                FailureCode.IDEMPOTENCY_CONFLICT,
                "The Idempotency-Key was used for " + described(command) + ", operation " + command.id()
                        + "; send another key for another command.");
    }

    private static PermanentFailure behind(RequestedCommand command) {
        return new PermanentFailure(
                FailureCode.COMMAND_WAITING,
                "Operation " + command.id() + ", " + described(command) + ", waits since " + command.requestedAt()
                        + " and would be carried out first; ask again when it has ended, or " + LONGEST_WAIT.toMinutes()
                        + " minutes after its begin, when it is given up.");
    }

    private static String described(RequestedCommand command) {
        return described(command.command(), command.model(), command.version());
    }

    private static String described(CommandRequest command) {
        return described(command.action().command(), command.model(), command.version());
    }

    private static String described(String command, String model, Optional<String> version) {
        return command + " of model " + model
                + version.map(number -> " with version " + number).orElse("");
    }

    private static void giveUpLate(Connection connection, String model) throws SQLException {
        try (var statement = connection.prepareStatement(GIVE_UP)) {
            statement.setLong(1, LONGEST_WAIT.toSeconds());
            statement.setString(2, model);
            statement.setLong(3, LONGEST_WAIT.toSeconds());
            statement.executeUpdate();
        }
    }

    private static Optional<RequestedCommand> byId(Connection connection, UUID id) throws SQLException {
        try (var statement = connection.prepareStatement(BY_ID)) {
            statement.setObject(1, id);
            return first(statement);
        }
    }

    private static Optional<RequestedCommand> waiting(Connection connection, String model) throws SQLException {
        try (var statement = connection.prepareStatement(WAITING)) {
            statement.setString(1, model);
            return first(statement);
        }
    }

    private static RequestedCommand insert(Connection connection, CommandRequest asked) throws SQLException {
        try (var statement = connection.prepareStatement(INSERT)) {
            statement.setObject(1, asked.id());
            statement.setString(2, asked.model());
            statement.setString(3, asked.action().command());
            statement.setString(4, asked.version().orElse(null));
            statement.setString(5, asked.requestedBy());
            return first(statement).orElseThrow();
        }
    }

    private static Optional<RequestedCommand> first(PreparedStatement statement) throws SQLException {
        try (var rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(command(rows)) : Optional.empty();
        }
    }

    private static RequestedCommand command(ResultSet row) throws SQLException {
        return new RequestedCommand(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("command"),
                Optional.ofNullable(row.getString("version")),
                row.getString("requested_by"),
                row.getTimestamp("requested_at").toInstant(),
                row.getString("state"),
                Optional.ofNullable(row.getString("message")),
                Optional.ofNullable(row.getTimestamp("ended_at")).map(Timestamp::toInstant));
    }
}
