package io.sightline.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.claim.Sha256;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Table {@code model_event}: the trail of promotions. Each row is a line of the log and counted, too. */
public final class ModelEvents {
    private static final Logger LOG = LoggerFactory.getLogger(ModelEvents.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String INSERT = """
            insert into model_event (name, version, run_id, sha256, alias, step, reason, message, metrics, epoch)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)""";

    private static final String CUT_SHORT = """
            with tried as (select id, epoch, step from model_event where name = ? and sha256 = ?),
              last as (select distinct on (epoch) step from tried
                where epoch < ? and id > coalesce((select max(id) from tried
                  where step not in ('discovered', 'downloaded', 'verified', 'loaded', 'warmed')), 0)
                order by epoch, id desc)
            select count(*) from last where step in ('verified', 'loaded', 'warmed')""";

    private final Transactions transactions;
    private final MeterRegistry meters;

    public ModelEvents(Transactions transactions, MeterRegistry meters) {
        this.transactions = transactions;
        this.meters = meters;
    }

    /**
     * Writes steps down that change nothing.
     *
     * @throws io.sightline.failure.TransientFailure FENCED
     */
    public void record(Term term, List<ModelEvent> events) throws SQLException {
        transactions.under(term, connection -> {
            insert(connection, term, events);
            return events;
        });
        tell(events);
    }

    /**
     * How many terms have ended in the middle of loading or running these files, since that was last brought to an end:
     * the process may have been killed by them.
     */
    int triesCutShort(Term now, String name, Sha256 sha256) throws SQLException {
        try (var connection = transactions.database().getConnection();
                var statement = connection.prepareStatement(CUT_SHORT)) {
            statement.setString(1, name);
            statement.setBytes(2, sha256.bytes());
            statement.setLong(3, now.epoch());
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** The same in a transaction of somebody, who tells of it when that is committed. */
    static void insert(Connection connection, Term term, List<ModelEvent> events) throws SQLException {
        try (var statement = connection.prepareStatement(INSERT)) {
            for (var event : events) {
                statement.setString(1, event.name());
                statement.setString(2, event.version());
                statement.setString(3, event.runId().orElse(null));
                statement.setObject(4, event.sha256().map(Sha256::bytes).orElse(null), Types.BINARY);
                statement.setString(5, event.alias().orElse(null));
                statement.setString(6, event.step().label());
                statement.setString(7, event.reason().map(Enum::name).orElse(null));
                statement.setString(8, event.message().orElse(null));
                statement.setString(9, json(event));
                statement.setLong(10, term.epoch());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    void tell(List<ModelEvent> events) {
        for (var event : events) {
            meters.counter(
                            "sightline.promotion.steps",
                            "model",
                            event.name(),
                            "step",
                            event.step().label(),
                            "reason",
                            event.reason().map(Enum::name).orElse("none"))
                    .increment();
            LOG.atInfo()
                    .addKeyValue("model", event.name())
                    .addKeyValue("version", event.version())
                    .addKeyValue("step", event.step().label())
                    .addKeyValue("sha256", event.sha256().map(Sha256::hex).orElse("-"))
                    .addKeyValue("reason", event.reason().map(Enum::name).orElse("-"))
                    .addKeyValue("message", event.message().orElse("-"))
                    .log("model version");
        }
    }

    private static String json(ModelEvent event) {
        try {
            return JSON.writeValueAsString(event.metrics());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers by name can always be written", e);
        }
    }
}
