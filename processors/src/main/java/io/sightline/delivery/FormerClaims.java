package io.sightline.delivery;

import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Topics of claims, as the sink's positions remember them: detect has none of its own in the database. */
public final class FormerClaims implements FormerTopics {
    private static final String GROUP = "sightline-sink-claims";
    private static final String FORMER = """
            select topic_id, count(*), sum(next_offset - start_offset) from sink_offset
            where consumer_group = '%s' and topic = ? and topic_id <> ?
            group by topic_id order by min(updated_at) limit 1""".formatted(GROUP);

    private final DataSource database;
    private final FailureClassifier classifier;

    public FormerClaims(DataSource database, FailureClassifier classifier) {
        this.database = database;
        this.classifier = classifier;
    }

    @Override
    public Optional<Stop> stop(String topic, UUID topicId) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(FORMER)) {
            statement.setString(1, topic);
            statement.setObject(2, topicId);
            try (var rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                var former = rows.getObject(1, UUID.class);
                return Optional.of(new Stop(
                        FailureCode.TOPIC_REPLACED,
                        GroupVerdicts.madeAnew(topic, topicId) + ", but group " + GROUP + " stands in " + rows.getInt(2)
                                + " partitions of the topic with id " + former + ", and has consumed "
                                + rows.getLong(3) + " records of it",
                        wayOn(topic, former)));
            }
        } catch (SQLException e) {
            throw classifier.classify(e);
        }
    }

    @Override
    public String wayOn(String topic, UUID former) {
        return "What the old topic held and detect had not read is gone: GET /v1/audit counts the frames that have no"
                + " inference for it (equation frames), and their pictures can be sent again. To read the new one from its"
                + " start, where what is stored already stays there once, end all processes of the stages detect and sink and"
                + " run: delete from sink_offset where consumer_group = '" + GROUP + "' and topic = '" + topic
                + "' and topic_id = '" + former + "'; and, so that no position of the old one is left: "
                + GroupVerdicts.reset("sightline-detect", topic) + "; then start them.";
    }
}
