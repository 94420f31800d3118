package io.sightline.runtime;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;

/**
 * One connection to the database of a pool. Who needs the database in time does not wait for those who use that pool,
 * and learns soon when a server says nothing any more.
 */
final class OwnConnection implements AutoCloseable {
    private final HikariDataSource own = new HikariDataSource();

    /**
     * Connects when it is asked for.
     *
     * @param patience how long a connection and an answer may take, for the driver rounded up to whole seconds
     */
    OwnConnection(DataSource shared, String name, Duration patience) {
        own.setPoolName(name);
        if (shared instanceof HikariDataSource pool && pool.getJdbcUrl() != null) {
            own.setJdbcUrl(pool.getJdbcUrl());
            own.setUsername(pool.getUsername());
            own.setPassword(pool.getPassword());
            // Where the driver is not named, that of the URL is taken.
            Optional.ofNullable(pool.getDriverClassName()).ifPresent(own::setDriverClassName);
            own.setCatalog(pool.getCatalog());
            own.setSchema(pool.getSchema());
            own.setConnectionInitSql(pool.getConnectionInitSql());
            own.setDataSourceProperties(properties(pool.getDataSourceProperties(), patience));
        } else {
            own.setDataSource(shared);
        }
        own.setMaximumPoolSize(1);
        own.setInitializationFailTimeout(-1);
        own.setConnectionTimeout(patience.toMillis());
        own.setValidationTimeout(patience.toMillis());
    }

    private static Properties properties(Properties shared, Duration patience) {
        var own = new Properties();
        own.putAll(shared);
        var seconds = String.valueOf(patience.plusSeconds(1).minusNanos(1).toSeconds());
        own.setProperty("connectTimeout", seconds);
        own.setProperty("socketTimeout", seconds);
        return own;
    }

    DataSource database() {
        return own;
    }

    @Override
    public void close() {
        own.close();
    }
}
