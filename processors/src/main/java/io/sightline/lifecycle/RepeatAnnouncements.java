package io.sightline.lifecycle;

import io.sightline.delivery.Outbox;
import io.sightline.delivery.OutboxRecord;
import io.sightline.failure.FailureClassifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces once more what the topic of models has lost, or has in another order than it was decided: a topic that was
 * made anew, records of two leaders that overtook each other. A repeat has the same epoch and sequence, so that whoever
 * knows it already does nothing.
 */
public final class RepeatAnnouncements {
    private static final Logger LOG = LoggerFactory.getLogger(RepeatAnnouncements.class);
    private static final String SUBJECT = "comparison of the topic of models with what was decided";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String LOCK = "select epoch, sequence from model_state where name = ? for update";
    private static final String WAITS = "select exists (select 1 from outbox where topic = ? and record_key = ?)";

    private final Lease lease;
    private final Transactions transactions;
    private final ModelStates states;
    private final AnnouncementRecords records;
    private final ModelTopic topic;
    private final PollNotes notes;
    private final FailureClassifier classifier;
    private final Outbox outbox;

    public RepeatAnnouncements(
            Lease lease,
            Transactions transactions,
            ModelStates states,
            AnnouncementRecords records,
            ModelTopic topic,
            PollNotes notes,
            FailureClassifier classifier) {
        this.lease = lease;
        this.transactions = transactions;
        this.states = states;
        this.records = records;
        this.topic = topic;
        this.notes = notes;
        this.classifier = classifier;
        this.outbox = new Outbox(transactions.database());
    }

    /** Compares all models with the topic. True when something is announced. */
    public boolean run() {
        var term = lease.term();
        if (term.isEmpty() || !topic.readToEnd(PATIENCE)) {
            return false;
        }
        try {
            var isAnnounced = false;
            for (var stored : states.all(notes)) {
                if (stored.epoch() > 0 && differs(stored)) {
                    isAnnounced |= repeat(term.get(), stored);
                }
            }
            notes.works(SUBJECT);
            return isAnnounced;
        } catch (SQLException | RuntimeException e) {
            notes.fails(SUBJECT, classifier.classify(e));
            return false;
        }
    }

    private boolean differs(StoredModel stored) {
        var last = topic.last(stored.name());
        if (stored.announced().isEmpty()) {
            // A model that was retired has no record when the topic was compacted.
            return last.filter(announcement -> !announcement.isRetired()).isPresent();
        }
        return last.filter(announcement -> !announcement.isRetired()
                        && announcement.epoch() == stored.epoch()
                        && announcement.sequence() == stored.sequence())
                .isEmpty();
    }

    private boolean repeat(Term term, StoredModel stored) throws SQLException {
        var record = stored.announced()
                .map(records::of)
                .orElseGet(() -> records.tombstone(stored.name(), stored.epoch(), stored.sequence(), Instant.EPOCH));
        var isMissing = transactions.under(term, connection -> {
            if (!isUnchanged(connection, stored) || isWaiting(connection, record)) {
                return false;
            }
            outbox.insert(connection, List.of(record));
            return true;
        });
        if (isMissing) {
            LOG.atWarn()
                    .addKeyValue("model", stored.name())
                    .addKeyValue("epoch", stored.epoch())
                    .addKeyValue("sequence", stored.sequence())
                    .log("the topic of models has something else than was decided last; it is announced again");
        }
        return isMissing;
    }

    private static boolean isUnchanged(Connection connection, StoredModel stored) throws SQLException {
        try (var statement = connection.prepareStatement(LOCK)) {
            statement.setString(1, stored.name());
            try (var row = statement.executeQuery()) {
                return row.next() && row.getLong(1) == stored.epoch() && row.getLong(2) == stored.sequence();
            }
        }
    }

    private static boolean isWaiting(Connection connection, OutboxRecord record) throws SQLException {
        try (var statement = connection.prepareStatement(WAITS)) {
            statement.setString(1, record.topic());
            statement.setBytes(2, record.key());
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
