package io.sightline.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.claim.v1.ClaimRef;
import io.sightline.claim.v1.Sha256;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tables redrive and redrive_letter: dead letters that an operation has marked and that are yet to be sent.
 *
 * <p>One letter is sent in one transaction, which holds the operation's row and no other until the broker has the
 * record: what the record leads to may change the letter meanwhile, in a transaction of its own, and must not wait for
 * this one. Other processes leave that operation to the one that holds it. A process that is killed in between has sent
 * a letter that nobody knows of: it is sent again, and whatever it led to is known by its ids.
 *
 * <p>A letter that cannot be sent for now stops nobody else: its operation rests for some seconds, in which others have
 * their turn, and goes on with its other letters then.
 */
public final class RedriveQueue {
    private static final Logger LOG = LoggerFactory.getLogger(RedriveQueue.class);

    // What another process is sending is left to it.
    private static final String OPERATION = """
            select id from redrive where sending and next_at <= clock_timestamp()
            order by next_at, id limit 1 for no key update skip locked""";
    private static final String LETTER = """
            select event_id, stage, failed_topic, failed_topic_id, failed_partition, failed_offset, failed_timestamp,
              original_key, original_value, original_bucket, original_object, original_sha256, original_size,
              original_headers::text as original_headers, redrive_count
            from redrive_letter join dead_letter using (event_id, redrive_id)
            where redrive_id = ? and fate = 'pending' and sent_at is null
            order by tried_at nulls first, event_id limit 1""";
    // While the broker is slow the transaction idles, and databases are told to end such sessions.
    private static final String PATIENCE = "set local idle_in_transaction_session_timeout = '2min'";
    private static final String SENT =
            "update redrive_letter set sent_at = clock_timestamp() where redrive_id = ? and event_id = ?";
    // What was not sent in time is made up for, but no more than is due in a second: a rate is no debt.
    private static final String PACE = """
            update redrive set started_at = coalesce(started_at, clock_timestamp()),
              next_at = greatest(next_at, clock_timestamp() - interval '1 second') + interval '1 second' / per_second
            where id = ?""";
    // A server that is away is not asked for each letter that needs it, nor a bad letter all the time.
    private static final String REST =
            "update redrive set next_at = greatest(next_at, clock_timestamp() + interval '5 seconds') where id = ?";
    private static final String BEHIND_THE_OTHERS = """
            update redrive_letter set tried_at = clock_timestamp()
            where redrive_id = ? and event_id = ? and fate = 'pending' and sent_at is null""";
    private static final String EMPTY = "update redrive set sending = false where id = ?";
    // The letter before its part of the operation, as everybody takes them.
    private static final String HOLD = "select from dead_letter where event_id = ? for update";
    private static final String SKIP = """
            update redrive_letter set fate = 'skipped', why = ?, settled_at = clock_timestamp()
            where redrive_id = ? and event_id = ? and fate = 'pending'""";
    private static final String REOPEN =
            "update dead_letter set state = 'open' where state = 'redriving' and redrive_id = ? and event_id = ?";
    private static final TypeReference<Map<String, byte[]>> HEADERS = new TypeReference<>() {};

    private final DataSource database;
    /** Operations that rest, and why, so that the log tells of what has changed only. */
    private final Map<UUID, String> resting = new ConcurrentHashMap<>();
    /** Base64 becomes bytes by itself. */
    private final JsonMapper json = new JsonMapper();

    public RedriveQueue(DataSource database) {
        this.database = database;
    }

    /** Sends a letter on its way. */
    @FunctionalInterface
    public interface Sender {
        /**
         * Returns when the broker has what became of the letter.
         *
         * @return why it cannot be sent; empty when it was
         * @throws io.sightline.failure.TransientFailure when it is to be tried again later, after the others
         */
        Optional<String> send(RedriveLetter letter);
    }

    /**
     * Sends the next letter that is due, or puts it off when it cannot be sent for now.
     *
     * @return false when none is due now
     */
    public boolean sendNext(Sender sender) throws SQLException {
        Optional<NotNow> notNow;
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var operation = operation(connection);
                if (operation.isEmpty()) {
                    connection.commit();
                    return false;
                }
                notNow = send(connection, operation.get(), sender);
                if (notNow.isPresent()) {
                    Rollback.of(connection, notNow.get().cause());
                } else {
                    connection.commit();
                }
            } catch (SQLException | RuntimeException e) {
                Rollback.of(connection, e);
                throw e;
            }
        }
        if (notNow.isPresent()) {
            putOff(notNow.get());
        }
        return true;
    }

    /** Answers what cannot be sent for now, and has changed nothing then. */
    private Optional<NotNow> send(Connection connection, UUID operation, Sender sender) throws SQLException {
        var letter = letter(connection, operation);
        if (letter.isEmpty()) {
            execute(connection, EMPTY, operation);
            resting.remove(operation);
            return Optional.empty();
        }
        var id = letter.get().eventId();
        Optional<String> refusal;
        try {
            refusal = sender.send(letter.get());
        } catch (RuntimeException e) {
            // Not only what is known to pass: whatever else it is would come back at every turn, before all others.
            return Optional.of(new NotNow(operation, id, e));
        }
        goesOn(operation, id);
        execute(connection, PACE, operation);
        if (refusal.isEmpty()) {
            execute(connection, SENT, operation, id);
            return Optional.empty();
        }
        execute(connection, HOLD, id);
        execute(connection, SKIP, refusal.get(), operation, id);
        execute(connection, REOPEN, operation, id);
        return Optional.empty();
    }

    private void goesOn(UUID operation, UUID letter) {
        if (resting.remove(operation) != null) {
            LOG.atInfo()
                    .addKeyValue("operation", operation)
                    .addKeyValue("letter", letter)
                    .log("a redrive goes on");
        }
    }

    /** On a connection of its own: that of the letter may have been ended while it was being sent. */
    private void putOff(NotNow letter) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(true);
            execute(connection, REST, letter.operation());
            execute(connection, BEHIND_THE_OTHERS, letter.operation(), letter.id());
        }
        var cause = String.valueOf(letter.cause().getMessage());
        if (!cause.equals(resting.put(letter.operation(), cause))) {
            LOG.atWarn()
                    .addKeyValue("operation", letter.operation())
                    .addKeyValue("letter", letter.id())
                    .addKeyValue("cause", cause)
                    .log("a dead letter cannot be redriven now; the others go first, and it is tried again");
        }
    }

    /** A letter that cannot be sent for now. */
    private record NotNow(UUID operation, UUID id, RuntimeException cause) {}

    private static Optional<UUID> operation(Connection connection) throws SQLException {
        execute(connection, PATIENCE);
        try (var statement = connection.prepareStatement(OPERATION);
                var rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(rows.getObject(1, UUID.class)) : Optional.empty();
        }
    }

    private Optional<RedriveLetter> letter(Connection connection, UUID operation) throws SQLException {
        try (var statement = connection.prepareStatement(LETTER)) {
            statement.setObject(1, operation);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(letter(rows)) : Optional.empty();
            }
        }
    }

    private RedriveLetter letter(ResultSet row) throws SQLException {
        byte @Nullable [] key = row.getBytes("original_key");
        byte @Nullable [] value = row.getBytes("original_value");
        var record = new ConsumedRecord(
                row.getString("failed_topic"),
                row.getObject("failed_topic_id", UUID.class),
                row.getInt("failed_partition"),
                row.getLong("failed_offset"),
                row.getObject("failed_timestamp", OffsetDateTime.class).toInstant(),
                key,
                value,
                headers(row.getString("original_headers")));
        return new RedriveLetter(
                row.getObject("event_id", UUID.class),
                row.getString("stage"),
                record,
                value == null ? Optional.of(claim(row)) : Optional.empty(),
                row.getInt("redrive_count"));
    }

    private static ClaimRef claim(ResultSet row) throws SQLException {
        return ClaimRef.newBuilder()
                .setBucket(row.getString("original_bucket"))
                .setKey(row.getString("original_object"))
                .setSha256(new Sha256(row.getBytes("original_sha256")))
                .setSize(row.getLong("original_size"))
                .setMediaType("application/octet-stream")
                .build();
    }

    private Map<String, byte[]> headers(String headers) {
        try {
            return json.readValue(headers, HEADERS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a dead letter holds headers that are no base64", e);
        }
    }

    private static void execute(Connection connection, String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            statement.execute();
        }
    }
}
