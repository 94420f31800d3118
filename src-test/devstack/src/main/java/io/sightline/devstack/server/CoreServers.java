package io.sightline.devstack.server;

import io.sightline.devstack.Certificates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Kafka, PostgreSQL and S3, or some of them, in one process. Speaks lines with its parent: {@code ready <server>} and
 * {@code failed <server> <message>} at start-up, then one answer ({@code done} or {@code failed <message>}) per
 * command; the fields of a command are separated by tabs: {@code create|start|stop|crash, server, arguments...}. Ends
 * with its standard input.
 */
public final class CoreServers {
    /** Path of a realm's keys. */
    public static final String KEYS = "/protocol/openid-connect/certs";

    private final Map<String, Server> servers;
    private final PrintStream parent;

    private CoreServers(Map<String, Server> servers, PrintStream parent) {
        this.servers = servers;
        this.parent = parent;
    }

    /**
     * Starts the servers and obeys until standard input ends.
     *
     * @param arguments {@code name=value} pairs: servers, data, binaries, log, address, ports, keys, durable;
     *     certificates, realm and broker.port for TLS
     * @throws IOException when the parent's pipe breaks
     */
    public static void main(String[] arguments) throws IOException {
        var parent = System.out;
        // Libraries that print must not disturb the conversation.
        System.setOut(System.err);
        Map<String, String> settings = new HashMap<>();
        Arrays.stream(arguments)
                .map(argument -> argument.split("=", 2))
                .forEach(pair -> settings.put(pair[0], pair[1]));
        var core = new CoreServers(servers(settings), parent);
        core.startAll();
        core.obey(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        core.stopAll();
        ParentWatch.end();
    }

    private static Map<String, Server> servers(Map<String, String> settings) {
        var data = Path.of(text(settings, "data"));
        var folder = settings.get("certificates");
        var certificates = folder == null ? null : new Certificates(Path.of(folder));
        var address = text(settings, "address");
        var database = new Database(
                data.resolve("postgresql"),
                Path.of(text(settings, "binaries")),
                Path.of(text(settings, "postgresql.log")),
                address,
                port(settings, "postgresql"),
                Boolean.parseBoolean(text(settings, "durable")),
                certificates);
        var listeners = certificates == null
                ? new PlainListeners(address, port(settings, "kafka"), port(settings, "controller"))
                : new SecureListeners(
                        certificates,
                        text(settings, "realm"),
                        port(settings, "kafka"),
                        port(settings, "broker"),
                        port(settings, "controller"));
        var broker = new Broker(data.resolve("kafka"), listeners);
        var store = new ObjectStore(
                data.resolve("s3"),
                address,
                port(settings, "s3"),
                text(settings, "access.key"),
                text(settings, "secret.key"),
                certificates);
        Map<String, Server> all = new HashMap<>(Map.of("kafka", broker, "postgresql", database, "s3", store));
        all.keySet().retainAll(List.of(text(settings, "servers").split(",")));
        return Map.copyOf(all);
    }

    private static String text(Map<String, String> settings, String name) {
        return Objects.requireNonNull(settings.get(name), name);
    }

    private static int port(Map<String, String> settings, String server) {
        return Integer.parseInt(text(settings, server + ".port"));
    }

    private void startAll() {
        servers.forEach((name, server) -> {
            var thread = new Thread(() -> start(name, server), "start-" + name);
            thread.setDaemon(true);
            thread.start();
        });
    }

    private void start(String name, Server server) {
        try {
            server.start();
            say("ready\t" + name);
        } catch (Exception | LinkageError failure) {
            failure.printStackTrace();
            say("failed\t" + name + "\t" + oneLine(failure));
        }
    }

    private void obey(BufferedReader commands) throws IOException {
        for (var line = commands.readLine(); line != null; line = commands.readLine()) {
            try {
                execute(List.of(line.split("\t")));
                say("done");
            } catch (Exception failure) {
                failure.printStackTrace();
                say("failed\t" + oneLine(failure));
            }
        }
    }

    private void execute(List<String> command) throws Exception {
        var server = Objects.requireNonNull(servers.get(command.get(1)), command.get(1));
        switch (command.get(0)) {
            case "create" ->
                server.create(command.get(2), command.subList(3, command.size()).toArray(String[]::new));
            case "start" -> server.start();
            case "stop" -> server.stop();
            case "crash" -> server.crash();
            default -> throw new IllegalArgumentException("unknown command " + command.get(0));
        }
    }

    /** All at once, because each takes a second or more. */
    private void stopAll() {
        var stops = servers.values().stream()
                .map(server -> CompletableFuture.runAsync(() -> stop(server)))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(stops).join();
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception failure) {
            failure.printStackTrace();
        }
    }

    private void say(String line) {
        synchronized (parent) {
            parent.println(line);
            parent.flush();
        }
    }

    private static String oneLine(Throwable failure) {
        return failure.toString().replaceAll("\\s+", " ");
    }
}
