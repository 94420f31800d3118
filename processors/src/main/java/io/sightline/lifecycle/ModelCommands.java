package io.sightline.lifecycle;

import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import io.sightline.lifecycle.ModelCommand.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Table {@code model_command}, as the leader sees it.
 *
 * @param database where it is
 */
public record ModelCommands(DataSource database, Transactions transactions) {
    private static final int MOST = 100;
    private static final String WAITING = """
            select id, name, command, version, requested_by, message,
              extract(epoch from clock_timestamp() - requested_at) * 1000 as age
            from model_command where state = 'waiting' order by requested_at, id limit %d""".formatted(MOST);
    private static final String END = """
            update model_command set state = ?, message = ?, ended_at = clock_timestamp()
            where id = ? and state = 'waiting'""";
    private static final String NOTE = """
            update model_command set message = ?
            where id = ? and state = 'waiting' and message is distinct from ?""";

    /** Those that wait, the oldest first. */
    public List<ModelCommand> waiting() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(WAITING);
                var row = statement.executeQuery()) {
            var commands = new ArrayList<ModelCommand>();
            while (row.next()) {
                commands.add(new ModelCommand(
                        row.getObject("id", UUID.class),
                        row.getString("name"),
                        Kind.valueOf(row.getString("command").toUpperCase(Locale.ROOT)),
                        Optional.ofNullable(row.getString("version")),
                        row.getString("requested_by"),
                        Duration.ofMillis(row.getLong("age")),
                        Optional.ofNullable(row.getString("message"))));
            }
            return commands;
        }
    }

    /**
     * Writes the end of one down that changes nothing.
     *
     * @throws io.sightline.failure.TransientFailure FENCED
     */
    public void end(Term term, EndedCommand command) throws SQLException {
        transactions.under(term, connection -> update(connection, command));
    }

    /**
     * Writes down what one waits for, for whoever asked for it; nothing when it waits no more.
     *
     * @param what for people
     * @throws TransientFailure FENCED when another process leads
     */
    void note(Term term, UUID id, String what) throws SQLException {
        transactions.under(term, connection -> {
            try (var statement = connection.prepareStatement(NOTE)) {
                statement.setString(1, what);
                statement.setObject(2, id);
                statement.setString(3, what);
                return statement.executeUpdate();
            }
        });
    }

    /**
     * Writes the end of one down in the transaction of the decision that it led to.
     *
     * @throws TransientFailure FENCED when it waits no more: who was told that it has failed must not see it carried
     *     out
     */
    static void end(Connection connection, EndedCommand command) throws SQLException {
        if (update(connection, command) == 0) {
            throw new TransientFailure(
                    FailureCode.FENCED, "command " + command.id() + " was given up while it was carried out");
        }
    }

    private static int update(Connection connection, EndedCommand command) throws SQLException {
        try (var statement = connection.prepareStatement(END)) {
            statement.setString(1, command.isDone() ? "done" : "failed");
            statement.setString(2, command.message());
            statement.setObject(3, command.id());
            return statement.executeUpdate();
        }
    }
}
