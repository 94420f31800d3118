package io.sightline.delivery;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Databases of a server for one test each, copies of one that has the tables. They are made and dropped beside the
 * tests, which need not wait for it, and are reached through a pool of connections, as they are in production.
 */
final class TestDatabases {
    private static final String TEMPLATE = "migrated";
    private static final int AHEAD = 2;
    /** More than any test needs, so that none is slow or fails for want of one. */
    private static final int CONNECTIONS = 50;

    private final EmbeddedPostgres server;
    private final ExecutorService beside = Executors.newSingleThreadExecutor(work -> {
        var thread = new Thread(work, "test-databases");
        thread.setDaemon(true);
        return thread;
    });
    private final Deque<CompletableFuture<String>> ahead = new ArrayDeque<>();
    private final Map<TestDatabase, HikariDataSource> pools = new ConcurrentHashMap<>();
    private int made;

    private TestDatabases(EmbeddedPostgres server) {
        this.server = server;
    }

    static TestDatabases on(EmbeddedPostgres server, Consumer<TestDatabase> migration) {
        var databases = new TestDatabases(server);
        databases.execute("create database " + TEMPLATE);
        migration.accept(new TestDatabase(server.getDatabase("postgres", TEMPLATE)));
        for (int i = 0; i < AHEAD; i++) {
            databases.make();
        }
        return databases;
    }

    synchronized TestDatabase next() {
        make();
        var name = ahead.remove().join();
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(server.getDatabase("postgres", name));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        // As application.yaml has it.
        config.setConnectionInitSql("set plan_cache_mode = force_custom_plan");
        var pool = new HikariDataSource(config);
        var database = new TestDatabase(pool);
        pools.put(database, pool);
        return database;
    }

    void end(TestDatabase database) {
        var pool = Objects.requireNonNull(pools.remove(database));
        pool.close();
        beside.execute(() -> execute("drop database " + pool.getPoolName() + " with (force)"));
    }

    private void make() {
        var name = "test_" + ++made;
        ahead.add(CompletableFuture.supplyAsync(
                () -> {
                    execute("create database " + name + " template " + TEMPLATE);
                    return name;
                },
                beside));
    }

    private void execute(String sql) {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
