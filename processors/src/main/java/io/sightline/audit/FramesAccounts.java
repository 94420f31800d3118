package io.sightline.audit;

import io.sightline.delivery.FormerTopics;
import io.sightline.delivery.Stop;
import io.sightline.failure.FailureClassifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Topics of frames, as the audit's accounts remember them. Whoever begins to read one opens its account first, so that
 * none is read and forgotten.
 */
public final class FramesAccounts implements FormerTopics {
    private static final String FORMER =
            "select topic_id from audit_start where topic = ? and topic_id <> ? order by first_seen limit 1";

    private final DataSource database;
    private final Broker broker;
    private final AuditTopics topics;
    private final FailureClassifier classifier;

    public FramesAccounts(DataSource database, Broker broker, AuditTopics topics, FailureClassifier classifier) {
        this.database = database;
        this.broker = broker;
        this.topics = topics;
        this.classifier = classifier;
    }

    @Override
    public Optional<Stop> stop(String topic, UUID topicId) {
        var state = broker.read(topics);
        try (var connection = database.getConnection()) {
            var former = former(connection, topic, topicId);
            if (former.isEmpty()) {
                AuditStarts.begin(connection, state, topic);
                AuditStarts.look(connection, state, topic);
                return Optional.empty();
            }
            var books = new BookTables(connection, topics, state).read();
            var rows = books.origins().stream()
                    .filter(row -> row.topicId().equals(former.get()))
                    .toList();
            long underWay = Reading.ofBooks(topics, state, books).underWay();
            return Optional.of(FormerFrames.stop(topic, topicId, former.get(), new Remains(rows, underWay)));
        } catch (SQLException e) {
            throw classifier.classify(e);
        }
    }

    @Override
    public String wayOn(String topic, UUID former) {
        return FormerFrames.wayOn(topic, former);
    }

    private static Optional<UUID> former(Connection connection, String topic, UUID topicId) throws SQLException {
        try (var statement = connection.prepareStatement(FORMER)) {
            statement.setString(1, topic);
            statement.setObject(2, topicId);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getObject(1, UUID.class)) : Optional.empty();
            }
        }
    }
}
