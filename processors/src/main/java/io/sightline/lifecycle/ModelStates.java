package io.sightline.lifecycle;

import io.sightline.delivery.Outbox;
import io.sightline.delivery.OutboxRecord;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import io.sightline.model.v1.ModelState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Table {@code model_state}: the last decision on each model, and how it is made. */
public final class ModelStates {
    private static final String COLUMNS = "select name, epoch, sequence, announced, memory from model_state";
    private static final String LOCK = """
            insert into model_state (name, epoch, sequence) values (?, 0, 0) on conflict (name) do nothing""";
    private static final String UPDATE = """
            update model_state set epoch = ?, sequence = ?, announced = ?::jsonb, memory = ?::jsonb,
              decided_at = ?::timestamptz where name = ?""";
    private static final String REMEMBER = "update model_state set memory = ?::jsonb where name = ?";

    private final DataSource database;
    private final Transactions transactions;
    private final ModelEvents events;
    private final AnnouncementRecords announcements;
    private final Outbox outbox;

    public ModelStates(
            DataSource database, Transactions transactions, ModelEvents events, AnnouncementRecords announcements) {
        this.database = database;
        this.transactions = transactions;
        this.events = events;
        this.announcements = announcements;
        this.outbox = new Outbox(database);
    }

    /** What is written down of a model. */
    public StoredModel of(String name) throws SQLException {
        try (var connection = database.getConnection()) {
            return find(connection, name, "").orElseGet(() -> StoredModel.unknown(name));
        }
    }

    /**
     * All models that something is written down of, by name; those that were retired too. One that cannot be read, such
     * as one that a newer release has written, is left out: it does not keep the others from being looked after.
     *
     * @param notes where that is said
     */
    public List<StoredModel> all(PollNotes notes) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(COLUMNS + " order by name");
                var rows = statement.executeQuery()) {
            var models = new ArrayList<StoredModel>();
            while (rows.next()) {
                read(rows, notes).ifPresent(models::add);
            }
            return models;
        }
    }

    private static Optional<StoredModel> read(ResultSet row, PollNotes notes) throws SQLException {
        var subject = "row of model " + row.getString("name") + " in table model_state";
        try {
            var model = stored(row);
            notes.works(subject);
            return Optional.of(model);
        } catch (RuntimeException e) {
            notes.fails(
                    subject, new PermanentFailure(FailureCode.UNEXPECTED_FAILURE, String.valueOf(e.getMessage()), e));
            return Optional.empty();
        }
    }

    /** What the clock of the database says, to the microsecond: the one by which everything is decided. */
    public Instant now() throws SQLException {
        try (var connection = database.getConnection()) {
            return now(connection);
        }
    }

    private static Instant now(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("select clock_timestamp()");
                var row = statement.executeQuery()) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant().truncatedTo(ChronoUnit.MICROS);
        }
    }

    /**
     * Writes a decision down: state, memory, trail, files, the end of its command and what is to be announced, or
     * nothing of it.
     *
     * @param base what the decision was made on
     * @throws TransientFailure FENCED when another process leads, or when something else was decided on the model
     *     meanwhile
     */
    public StoredModel commit(Term term, StoredModel base, Decision decision) throws SQLException {
        var stored = transactions.under(term, connection -> {
            requireUnchanged(connection, base);
            var next = write(connection, term, base, decision);
            if (decision.artifact().isPresent()) {
                ModelArtifacts.insert(connection, decision.artifact().get());
            }
            ModelEvents.insert(connection, term, decision.events());
            if (decision.command().isPresent()) {
                ModelCommands.end(connection, decision.command().get());
            }
            return next;
        });
        events.tell(decision.events());
        return stored;
    }

    private StoredModel write(Connection connection, Term term, StoredModel base, Decision decision)
            throws SQLException {
        if (decision.kind() == Decision.Kind.NONE) {
            try (var statement = connection.prepareStatement(REMEMBER)) {
                statement.setString(1, MemoryJson.write(decision.memory()));
                statement.setString(2, base.name());
                statement.executeUpdate();
            }
            return new StoredModel(base.name(), base.epoch(), base.sequence(), base.announced(), decision.memory());
        }
        var sequence = base.next(term);
        var state = decision.state()
                .map(made -> ModelState.newBuilder(made)
                        .setEpoch(term.epoch())
                        .setSequence(sequence)
                        .build());
        var decidedAt = state.isPresent() ? state.get().getDecidedAt() : now(connection);
        try (var statement = connection.prepareStatement(UPDATE)) {
            statement.setLong(1, term.epoch());
            statement.setLong(2, sequence);
            statement.setString(3, state.map(PlainJson::write).orElse(null));
            statement.setString(4, MemoryJson.write(decision.memory()));
            statement.setString(5, decidedAt.toString());
            statement.setString(6, base.name());
            statement.executeUpdate();
        }
        var next = new StoredModel(base.name(), term.epoch(), sequence, state, decision.memory());
        outbox.insert(connection, List.of(announcement(next, decidedAt)));
        return next;
    }

    private OutboxRecord announcement(StoredModel model, Instant decidedAt) {
        return model.announced()
                .map(announcements::of)
                .orElseGet(() -> announcements.tombstone(model.name(), model.epoch(), model.sequence(), decidedAt));
    }

    /** Two that decide on one model at the same time, such as a poll and a command: the second one looks again. */
    private static void requireUnchanged(Connection connection, StoredModel base) throws SQLException {
        try (var statement = connection.prepareStatement(LOCK)) {
            statement.setString(1, base.name());
            statement.executeUpdate();
        }
        var now = find(connection, base.name(), " for update").orElseThrow();
        if (now.epoch() != base.epoch()
                || now.sequence() != base.sequence()
                || !now.memory().equals(base.memory())) {
            throw new TransientFailure(
                    FailureCode.FENCED, "something else was decided on model " + base.name() + " meanwhile");
        }
    }

    private static Optional<StoredModel> find(Connection connection, String name, String lock) throws SQLException {
        try (var statement = connection.prepareStatement(COLUMNS + " where name = ?" + lock)) {
            statement.setString(1, name);
            try (var row = statement.executeQuery()) {
                return row.next() ? Optional.of(stored(row)) : Optional.empty();
            }
        }
    }

    private static StoredModel stored(ResultSet row) throws SQLException {
        return new StoredModel(
                row.getString("name"),
                row.getLong("epoch"),
                row.getLong("sequence"),
                Optional.ofNullable(row.getString("announced")).map(text -> PlainJson.read(text, ModelState.class)),
                MemoryJson.read(row.getString("memory")));
    }
}
