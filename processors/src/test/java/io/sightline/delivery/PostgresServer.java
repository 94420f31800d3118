package io.sightline.delivery;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a {@link TestDatabase} of its own, with all tables, on a real server that runs until the last test of
 * the build.
 */
public final class PostgresServer implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == TestDatabase.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getRoot()
                .getStore(ExtensionContext.Namespace.create(PostgresServer.class))
                .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
                .database();
    }

    /** Text of a migration. */
    public static String script(String name) throws IOException {
        try (var stream = PostgresServer.class.getResourceAsStream("/sql/" + name)) {
            return new String(Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private record Running(EmbeddedPostgres server, AtomicInteger databases) implements CloseableResource {
        private static final String TEMPLATE = "migrated";

        static Running start() {
            try {
                var server = EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(
                                Path.of("target", "postgresql").toFile())
                        .setLocaleConfig("locale", "C")
                        .setServerConfig("unix_socket_directories", "")
                        .setServerConfig("fsync", "off")
                        .setServerConfig("max_connections", "200")
                        .start();
                var running = new Running(server, new AtomicInteger());
                running.execute("create database " + TEMPLATE);
                var template = new TestDatabase(server.getDatabase("postgres", TEMPLATE));
                template.change(script("V1__tables.sql"));
                template.change(script("V2__delivery.sql"));
                template.change(script("V3__retention.sql"));
                template.change(script("V4__dead_letter_page.sql"));
                template.change(script("V5__redrive.sql"));
                template.change(script("V6__audit.sql"));
                template.change(script("V7__refused_claims.sql"));
                template.change(script("V8__dropped_records.sql"));
                template.change(script("V9__former_drops.sql"));
                template.change(script("V10__models.sql"));
                return running;
            } catch (IOException e) {
                throw new IllegalStateException("PostgreSQL does not start", e);
            }
        }

        TestDatabase database() {
            var name = "test_" + databases.incrementAndGet();
            execute("create database " + name + " template " + TEMPLATE);
            return new TestDatabase(server.getDatabase("postgres", name));
        }

        @Override
        public void close() throws IOException {
            server.close();
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
}
