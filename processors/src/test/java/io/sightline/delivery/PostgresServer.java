package io.sightline.delivery;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a {@link TestDatabase} of its own, with all tables, on a real server that runs until this process
 * ends.
 */
public final class PostgresServer implements ParameterResolver {
    /** All of them, in their order. */
    public static final List<String> MIGRATIONS = List.of(
            "V1__tables.sql",
            "V2__delivery.sql",
            "V3__retention.sql",
            "V4__dead_letter_page.sql",
            "V5__redrive.sql",
            "V6__audit.sql",
            "V7__refused_claims.sql",
            "V8__dropped_records.sql",
            "V9__former_drops.sql",
            "V10__models.sql",
            "V11__write_offs.sql",
            "V12__promotion.sql");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == TestDatabase.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        var namespace = ExtensionContext.Namespace.create(PostgresServer.class);
        var running = Running.shared();
        var database = running.databases().next();
        test.getStore(namespace)
                .put(database, (CloseableResource) () -> running.databases().end(database));
        return database;
    }

    /** Text of a migration. */
    public static String script(String name) {
        try (var stream = PostgresServer.class.getResourceAsStream("/sql/" + name)) {
            return new String(Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Running(EmbeddedPostgres server, TestDatabases databases) {
        /** Of the process and not of a run of tests: where several processes share the tests, each class is a run. */
        private static @Nullable Running shared;

        static synchronized Running shared() {
            var running = shared;
            if (running == null) {
                running = start();
                shared = running;
            }
            return running;
        }

        /** It ends itself with the process. */
        private static Running start() {
            try {
                var server = EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(
                                Path.of("target", "postgresql").toFile())
                        .setDataDirectory(QuickFolder.make())
                        .setLocaleConfig("locale", "C")
                        .setServerConfig("unix_socket_directories", "")
                        .setServerConfig("fsync", "off")
                        // Of what copies of databases write nothing is recovered.
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("max_wal_size", "128MB")
                        .setServerConfig("max_connections", "200")
                        .start();
                return new Running(server, TestDatabases.on(server, Running::migrate));
            } catch (IOException e) {
                throw new IllegalStateException("PostgreSQL does not start", e);
            }
        }

        /** Each in a transaction, as in production. */
        private static void migrate(TestDatabase template) {
            for (var name : MIGRATIONS) {
                template.change("begin; " + script(name) + "; commit");
            }
        }
    }
}
