package io.sightline.devstack.server;

import io.sightline.devstack.Certificates;
import io.sightline.devstack.Signal;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** PostgreSQL 17. Databases take the role that owns them and its password. */
final class Database implements Server {
    private final Path data;
    private final Path binaries;
    private final File log;
    private final String address;
    private final int port;
    private final boolean durable;
    private final @Nullable Certificates certificates;
    private @Nullable EmbeddedPostgres postgres;

    Database(
            Path data,
            Path binaries,
            Path log,
            String address,
            int port,
            boolean durable,
            @Nullable Certificates certificates) {
        this.data = data;
        this.binaries = binaries;
        this.log = log.toFile();
        this.address = address;
        this.port = port;
        this.durable = durable;
        this.certificates = certificates;
    }

    @Override
    public void start() throws Exception {
        endPredecessor(data.resolve("postmaster.pid"));
        Files.createDirectories(data.getParent());
        Files.createDirectories(binaries);
        var builder = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(binaries.toFile())
                .setLocaleConfig("locale", "C")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", "200")
                .setServerConfig("fsync", durable ? "on" : "off")
                // What is committed survives the end of the processes; without fsync not that of the machine.
                .setServerConfig("synchronous_commit", "on")
                .setOutputRedirector(Redirect.appendTo(log))
                .setErrorRedirector(Redirect.appendTo(log))
                .setPGStartupWait(Duration.ofSeconds(60));
        if (certificates != null) {
            requireTls(builder, certificates);
        } else if (!address.equals("localhost")) {
            admitOthers(builder);
        }
        postgres = builder.start();
    }

    /** Roles show their password wherever they come from; the owner of it all comes from this machine. */
    private void admitOthers(EmbeddedPostgres.Builder builder) throws IOException {
        var rules = data.resolveSibling("pg_hba.conf");
        Files.writeString(rules, """
                host all postgres samehost trust
                host all all      all      scram-sha-256
                """);
        builder.setServerConfig("hba_file", rules.toString())
                .setServerConfig("listen_addresses", "localhost," + address);
    }

    /** No rule lets a connection in that is not encrypted; roles show their password, the owner of it all none. */
    private void requireTls(EmbeddedPostgres.Builder builder, Certificates certificates) throws IOException {
        var rules = data.resolveSibling("pg_hba.conf");
        Files.writeString(rules, """
                hostssl all postgres samehost trust
                hostssl all all      samehost scram-sha-256
                """);
        builder.setServerConfig("hba_file", rules.toString())
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", certificates.server().toString())
                .setServerConfig("ssl_key_file", certificates.serverKey().toString());
    }

    @Override
    public void stop() throws IOException {
        if (postgres == null) {
            return;
        }
        postgres.close();
        postgres = null;
    }

    @Override
    public void crash() throws IOException, InterruptedException, ExecutionException {
        var postmaster = ProcessHandle.of(Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid"))
                        .get(0)
                        .strip()))
                .orElseThrow(() -> new IOException("PostgreSQL on port " + port + " does not run"));
        Signal.QUIT.send(postmaster.pid());
        postmaster.onExit().get();
        // Lets go of the data folder.
        stop();
    }

    @Override
    public void create(String name, String... settings) throws SQLException {
        var owner = settings[0];
        if (postgres == null) {
            throw new SQLException("PostgreSQL on port " + port + " is stopped; start it before creating " + name);
        }
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            if (isAbsent(statement, "select from pg_roles where rolname = '" + owner + "'")) {
                statement.execute("create role \"" + owner + "\" login password '" + settings[1] + "'");
            }
            if (isAbsent(statement, "select from pg_database where datname = '" + name + "'")) {
                statement.execute("create database \"" + name + "\" owner \"" + owner + "\"");
            }
        }
    }

    private static boolean isAbsent(Statement statement, String query) throws SQLException {
        try (var rows = statement.executeQuery(query)) {
            return !rows.next();
        }
    }

    /** PostgreSQL outlives a process of ours that was killed, and would refuse to start on the same data. */
    private static void endPredecessor(Path file) throws IOException, InterruptedException, ExecutionException {
        if (Files.notExists(file)) {
            return;
        }
        var predecessor = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(file).get(0).strip()))
                .filter(process -> process.info().command().orElse("").endsWith("postgres"));
        if (predecessor.isEmpty()) {
            return;
        }
        predecessor.get().destroy();
        try {
            predecessor.get().onExit().get(10, TimeUnit.SECONDS);
        } catch (TimeoutException stillThere) {
            predecessor.get().destroyForcibly();
            predecessor.get().onExit().get();
        }
    }
}
