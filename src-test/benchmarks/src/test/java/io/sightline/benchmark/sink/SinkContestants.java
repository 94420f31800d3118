package io.sightline.benchmark.sink;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Everyone who is compared, by name; who is opened begins with tables that were emptied. */
public final class SinkContestants {
    public static final String SIGHTLINE = "Sightline";
    public static final String BARE = "bare statements";
    public static final String INSERTS = "camel-sql inserts";
    public static final String UPSERTS = "upserts";
    public static final String REWRITTEN = "upserts, rewritten";

    private SinkContestants() {}

    /** Makes a writer for one turn. */
    public interface Opening {
        RowWriter open() throws SQLException;
    }

    public static Map<String, Opening> of(SinkDatabase database) {
        Map<String, Opening> contestants = new LinkedHashMap<>();
        contestants.put(SIGHTLINE, () -> new SinkWriter(database.pool()));
        contestants.put(BARE, () -> new BareWriter(database.plain("")));
        contestants.put(INSERTS, () -> new CamelSqlWriter(database.pool()));
        contestants.put(UPSERTS, () -> new UpsertWriter(database.plain("")));
        contestants.put(REWRITTEN, () -> new UpsertWriter(database.plain("&reWriteBatchedInserts=true")));
        return contestants;
    }
}
