package io.sightline.runtime;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;

/** The connection that the runtime makes for the turns of Pipes. */
public final class TurnsConnection implements AutoCloseable {
    private final HikariDataSource shared = new HikariDataSource();
    private final OwnConnection own;

    /**
     * Connects when it is asked for.
     *
     * @param settings of the runtime, with the database of its pool
     * @param lease of the turns
     */
    public TurnsConnection(Map<String, String> settings, Duration lease) {
        shared.setJdbcUrl(settings.get("spring.datasource.url"));
        shared.setUsername(settings.get("spring.datasource.username"));
        shared.setPassword(settings.get("spring.datasource.password"));
        own = new RoutesConfiguration().pipeTurnsConnection(shared, new PipesProperties(lease, "pipes"));
    }

    public DataSource database() {
        return own.database();
    }

    @Override
    public void close() {
        own.close();
        shared.close();
    }
}
