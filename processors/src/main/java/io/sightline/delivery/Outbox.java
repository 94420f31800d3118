package io.sightline.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Table outbox: records that were written with the rows they belong to and are yet to go to their topic. */
public final class Outbox {
    private static final String INSERT = """
            insert into outbox (topic, record_key, record_value, headers)
            select topic, record_key, record_value, headers::jsonb from unnest(?, ?, ?, ?)
              as t (topic, record_key, record_value, headers)""";
    // One process sends to a topic at a time, or what comes later overtakes what another one has taken before.
    private static final String TURN = "select pg_try_advisory_xact_lock(hashtext('sightline.outbox'), hashtext(?))";
    private static final String TAKE = """
            select id, topic, record_key, record_value, headers from outbox
            where topic = ? order by id limit ?""";
    // From one topic to the next along the index: however many records wait, it takes as many steps as there are
    // topics.
    private static final String TOPICS = """
            with recursive waiting as (
              select min(topic) as topic from outbox
              union all
              select (select min(topic) from outbox where topic > waiting.topic) from waiting where topic is not null
            )
            select topic from waiting where topic is not null""";
    // While the broker is slow the transaction idles, and databases are told to end such sessions.
    private static final String PATIENCE = "set local idle_in_transaction_session_timeout = '2min'";
    private static final String DELETE = "delete from outbox where id = any (?)";
    private static final TypeReference<Map<String, byte[]>> HEADERS = new TypeReference<>() {};

    private final DataSource database;
    /** Bytes become base64 by themselves. */
    private final JsonMapper json = new JsonMapper();

    public Outbox(DataSource database) {
        this.database = database;
    }

    /** Sends records; returns when the broker has acknowledged all of them, throws when it has not. */
    @FunctionalInterface
    public interface Sender {
        void send(List<OutboxRecord> records);
    }

    /** Keeps records in the transaction of the rows that they belong to. */
    public void insert(Connection connection, List<OutboxRecord> records) throws SQLException {
        if (records.isEmpty()) {
            return;
        }
        new Columns<>(records)
                .column("text", OutboxRecord::topic)
                .column("bytea", OutboxRecord::key)
                .column("bytea", OutboxRecord::value)
                .column("text", record -> write(record.headers()))
                .execute(connection, INSERT);
    }

    /** How many records wait. */
    public long waiting() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("select count(*) from outbox");
                var answer = statement.executeQuery()) {
            answer.next();
            return answer.getLong(1);
        }
    }

    /** Topics that records wait for, in the order of their names. */
    public List<String> topics() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(TOPICS);
                var rows = statement.executeQuery()) {
            var topics = new ArrayList<String>();
            while (rows.next()) {
                topics.add(rows.getString(1));
            }
            return topics;
        }
    }

    /**
     * Sends the oldest records of a topic and forgets them, in one transaction: after a failure they are sent again, so
     * that a topic may get one twice, with the same event id. While another process sends to the topic, this one does
     * not.
     *
     * @return how many were sent
     */
    public int relay(String topic, int most, Sender sender) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var taken = take(connection, topic, most);
                if (!taken.isEmpty()) {
                    sender.send(taken.stream().map(Taken::record).toList());
                    delete(connection, taken);
                }
                connection.commit();
                return taken.size();
            } catch (SQLException | RuntimeException e) {
                Rollback.of(connection, e);
                throw e;
            }
        }
    }

    private List<Taken> take(Connection connection, String topic, int most) throws SQLException {
        if (!takeTurn(connection, topic)) {
            return List.of();
        }
        try (var patience = connection.prepareStatement(PATIENCE);
                var statement = connection.prepareStatement(TAKE)) {
            patience.execute();
            statement.setString(1, topic);
            statement.setInt(2, most);
            var taken = new ArrayList<Taken>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    taken.add(new Taken(rows.getLong("id"), record(rows)));
                }
            }
            return taken;
        }
    }

    private static boolean takeTurn(Connection connection, String topic) throws SQLException {
        try (var statement = connection.prepareStatement(TURN)) {
            statement.setString(1, topic);
            try (var answer = statement.executeQuery()) {
                answer.next();
                return answer.getBoolean(1);
            }
        }
    }

    private OutboxRecord record(ResultSet row) throws SQLException {
        byte @Nullable [] key = row.getBytes("record_key");
        return new OutboxRecord(
                row.getString("topic"), key, row.getBytes("record_value"), read(row.getString("headers")));
    }

    private static void delete(Connection connection, List<Taken> taken) throws SQLException {
        try (var statement = connection.prepareStatement(DELETE)) {
            var ids = taken.stream().map(Taken::id).toArray();
            statement.setArray(1, connection.createArrayOf("bigint", ids));
            statement.executeUpdate();
        }
    }

    private String write(Map<String, byte[]> headers) {
        try {
            return json.writeValueAsString(headers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of bytes can always be written", e);
        }
    }

    private Map<String, byte[]> read(String headers) {
        try {
            return json.readValue(headers, HEADERS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the outbox holds headers that are no base64", e);
        }
    }

    private record Taken(long id, OutboxRecord record) {}
}
