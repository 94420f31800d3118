package io.sightline.benchmark.sink;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database with all tables that are written to: emptied before each turn, counted after it. */
public final class SinkDatabase implements AutoCloseable {
    private static final List<String> TABLES =
            List.of("source", "model_version", "image", "frame", "inference", "detection");

    private final Map<String, String> settings;
    private final HikariDataSource pool;
    private final JdbcTemplate rows;

    /** @param settings {@code spring.datasource.*} */
    public SinkDatabase(Map<String, String> settings) {
        this.settings = settings;
        this.pool = pool(settings);
        this.rows = new JdbcTemplate(plain(""));
        Flyway.configure()
                .dataSource(plain(""))
                .locations("classpath:sql")
                .load()
                .migrate();
    }

    /** Connections as the runtime has them. */
    public DataSource pool() {
        return pool;
    }

    /**
     * Connections with the driver's defaults.
     *
     * @param option further text of the URL, such as {@code &reWriteBatchedInserts=true}
     */
    public DataSource plain(String option) {
        return new DriverManagerDataSource(setting("url") + option, setting("username"), setting("password"));
    }

    /** Takes all rows away, positions too, and puts in what all frames have in common, partitions included. */
    public void empty() {
        rows.execute("truncate sink_offset, outbox, dead_letter, " + String.join(", ", TABLES) + " restart identity");
        rows.query("select ensure_month(?::timestamptz)", row -> {}, Deliveries.START.toString());
        for (var source : Deliveries.SOURCES) {
            rows.update("insert into source (id, name) values (?, ?)", source, source);
        }
        rows.update(
                "insert into model_version (name, version, run_id, sha256) values (?, ?, ?, ?)",
                Deliveries.MODEL.getName(),
                Deliveries.MODEL.getVersion(),
                Deliveries.MODEL.getRunId(),
                Deliveries.MODEL.getSha256().bytes());
    }

    /**
     * Counts what is there.
     *
     * @throws IllegalStateException when rows are missing or too many: then there is no speed to speak of
     */
    public void require(long frames, long all) {
        long detections = all - 3 * frames;
        require("image", frames);
        require("frame", frames);
        require("inference", frames);
        require("detection", detections);
    }

    /** All rows of all tables as JSON, in an order of their own, without the time that they were written. */
    public List<String> contents() {
        return TABLES.stream()
                .flatMap(table -> rows
                        .queryForList(
                                "select (to_jsonb(t) - 'first_seen')::text as row from " + table + " t order by row",
                                String.class)
                        .stream()
                        .map(row -> table + " " + row))
                .toList();
    }

    /** Records that the positions have moved over, all groups and partitions together. */
    public long positions() {
        return number("select coalesce(sum(next_offset - start_offset), 0) from sink_offset");
    }

    private void require(String table, long expected) {
        long found = number("select count(*) from " + table);
        if (found != expected) {
            throw new IllegalStateException(
                    "table " + table + " holds " + found + " rows, " + expected + " were delivered");
        }
    }

    private long number(String sql) {
        return Objects.requireNonNull(rows.queryForObject(sql, Long.class));
    }

    private String setting(String name) {
        return setting(settings, name);
    }

    private static String setting(Map<String, String> settings, String name) {
        return Objects.requireNonNull(settings.get("spring.datasource." + name), name);
    }

    private static HikariDataSource pool(Map<String, String> settings) {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(setting(settings, "url"));
        pool.setUsername(setting(settings, "username"));
        pool.setPassword(setting(settings, "password"));
        // As application.yaml has them.
        pool.setConnectionTimeout(5000);
        pool.setConnectionInitSql("set plan_cache_mode = force_custom_plan");
        pool.addDataSourceProperty("connectTimeout", "5");
        pool.addDataSourceProperty("socketTimeout", "60");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.addDataSourceProperty("options", "-c idle_in_transaction_session_timeout=5000");
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
