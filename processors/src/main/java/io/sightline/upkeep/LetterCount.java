package io.sightline.upkeep;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.delivery.v1.Reason;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * Counts the dead letters that are not resolved, as a metric by state and reason. There is a gauge for every pair from
 * the start, also for those of which there is no letter: an alert needs a 0 to know that a letter is gone.
 */
public final class LetterCount implements Upkeep {
    /** States of letters that somebody or something has still to do with; resolved ones can be any number. */
    static final List<String> STATES = List.of("open", "redriving");

    // Each part goes along the index that holds the letters of its state alone.
    static final String COUNT = """
            select 'open', reason, count(*) from dead_letter where state = 'open' group by reason
            union all
            select 'redriving', reason, count(*) from dead_letter where state = 'redriving' group by reason""";

    private static final int SECONDS = 30;

    private final DataSource database;
    private final Map<Kind, Long> counts = new ConcurrentHashMap<>();

    public LetterCount(DataSource database, MeterRegistry meters) {
        this.database = database;
        for (var state : STATES) {
            for (var reason : Reason.values()) {
                var kind = new Kind(state, reason);
                Gauge.builder("sightline.dead.letters.unresolved", counts, all -> all.getOrDefault(kind, 0L))
                        .tag("state", state)
                        .tag("reason", reason.name())
                        .register(meters);
            }
        }
    }

    @Override
    public String name() {
        return "dead.letters";
    }

    @Override
    public Optional<Tally> run() throws SQLException {
        var now = new HashMap<Kind, Long>();
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(COUNT)) {
            statement.setQueryTimeout(SECONDS);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    now.merge(new Kind(rows.getString(1), reason(rows.getString(2))), rows.getLong(3), Long::sum);
                }
            }
        }
        counts.keySet().retainAll(now.keySet());
        counts.putAll(now);
        return Optional.of(new Tally());
    }

    /** A reason of a later version counts as unknown here, as it does for whoever reads the topic. */
    private static Reason reason(String name) {
        for (var reason : Reason.values()) {
            if (reason.name().equals(name)) {
                return reason;
            }
        }
        return Reason.UNKNOWN;
    }

    private record Kind(String state, Reason reason) {}
}
