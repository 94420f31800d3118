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
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Tables redrive and redrive_letter: dead letters that an operation has marked and that are yet to be sent.
 *
 * <p>One letter is sent in one transaction, which holds the operation's row and no other until the broker has the
 * record: what the record leads to may change the letter meanwhile, in a transaction of its own, and must not wait for
 * this one. Other processes leave that operation to the one that holds it. A process that is killed in between has sent
 * a letter that nobody knows of: it is sent again, and whatever it led to is known by its ids.
 */
public final class RedriveQueue {
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
            order by event_id limit 1""";
    // While the broker is slow the transaction idles, and databases are told to end such sessions.
    private static final String PATIENCE = "set local idle_in_transaction_session_timeout = '2min'";
    private static final String SENT =
            "update redrive_letter set sent_at = clock_timestamp() where redrive_id = ? and event_id = ?";
    // What was not sent in time is made up for, but for no longer than the worker looks away.
    private static final String PACE = """
            update redrive set started_at = coalesce(started_at, clock_timestamp()),
              next_at = greatest(next_at, clock_timestamp() - ? * interval '1 millisecond') + interval '1 second' / per_second
            where id = ?""";
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
    private final Duration longestPause;
    /** Base64 becomes bytes by itself. */
    private final JsonMapper json = new JsonMapper();

    /** @param longestPause how long nobody may ask for the next letter although there is one */
    public RedriveQueue(DataSource database, Duration longestPause) {
        this.database = database;
        this.longestPause = longestPause;
    }

    /** Sends a letter on its way. */
    @FunctionalInterface
    public interface Sender {
        /**
         * Returns when the broker has what became of the letter.
         *
         * @return why it cannot be sent; empty when it was
         * @throws io.sightline.failure.TransientFailure when it is to be tried again later
         */
        Optional<String> send(RedriveLetter letter);
    }

    /**
     * Sends the next letter that is due.
     *
     * @return false when none is due now
     */
    public boolean sendNext(Sender sender) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var operation = operation(connection);
                if (operation.isPresent()) {
                    send(connection, operation.get(), sender);
                }
                connection.commit();
                return operation.isPresent();
            } catch (SQLException | RuntimeException e) {
                Rollback.of(connection, e);
                throw e;
            }
        }
    }

    private void send(Connection connection, UUID operation, Sender sender) throws SQLException {
        var letter = letter(connection, operation);
        if (letter.isEmpty()) {
            execute(connection, EMPTY, operation);
            return;
        }
        var id = letter.get().eventId();
        var refusal = sender.send(letter.get());
        execute(connection, PACE, longestPause.toMillis(), operation);
        if (refusal.isEmpty()) {
            execute(connection, SENT, operation, id);
            return;
        }
        execute(connection, HOLD, id);
        execute(connection, SKIP, refusal.get(), operation, id);
        execute(connection, REOPEN, operation, id);
    }

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
