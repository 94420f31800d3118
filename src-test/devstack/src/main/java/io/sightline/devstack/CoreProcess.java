package io.sightline.devstack;

import io.sightline.devstack.Ports.Use;
import io.sightline.devstack.server.CoreServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A process of one or more of Kafka, PostgreSQL and S3, and the conversation with it. */
final class CoreProcess implements AutoCloseable {
    static final String ACCESS_KEY = "sightline";
    static final String SECRET_KEY = "dev-only-secret";

    private static final Map<String, Use> SERVERS =
            new TreeMap<>(Map.of("kafka", Use.KAFKA, "postgresql", Use.POSTGRESQL, "s3", Use.S3));

    private final ServerProcess process;
    private final Set<String> servers;
    private final BufferedReader answers;
    private final Writer commands;

    private CoreProcess(ServerProcess process, Set<String> servers) {
        this.process = process;
        this.servers = servers;
        this.answers = process.answers();
        this.commands = process.commands();
    }

    /** @param servers those of kafka, postgresql and s3 that are to run in it */
    static CoreProcess start(Locations locations, DevStackOptions options, Ports ports, Set<String> servers) {
        var temporary = options.data().resolve("tmp");
        var virtualMachine = new ArrayList<>(List.of(
                "-Xmx640m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + temporary,
                "-Dlogback.configurationFile=io/sightline/devstack/logback.xml"));
        var arguments = new ArrayList<>(List.of(
                "io.sightline.devstack.server.CoreServers",
                "servers=" + String.join(",", servers),
                "data=" + options.data(),
                "binaries=" + locations.directory().resolve("servers").resolve("postgresql"),
                "postgresql.log=" + options.data().resolve("logs").resolve("postgresql.log"),
                "address=" + options.address(),
                "kafka.port=" + ports.of(Use.KAFKA),
                "controller.port=" + ports.of(Use.CONTROLLER),
                "postgresql.port=" + ports.of(Use.POSTGRESQL),
                "s3.port=" + ports.of(Use.S3),
                "access.key=" + ACCESS_KEY,
                "secret.key=" + SECRET_KEY,
                "durable=" + options.kept()));
        var certificates = options.certificates();
        if (certificates != null) {
            var realm = KeycloakProcess.realm(options, ports);
            // A broker of Kafka 4 asks no other address for keys than those that its command line names.
            virtualMachine.add("-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=" + realm + CoreServers.KEYS);
            arguments.addAll(List.of(
                    "certificates=" + certificates.folder(), "realm=" + realm, "broker.port=" + ports.of(Use.BROKER)));
        }
        var command = new JavaCommand(virtualMachine, locations.serverClassPath(), arguments);
        var name = servers.size() == SERVERS.size() ? "core" : String.join("-", servers);
        return new CoreProcess(ServerProcess.startTalking(title(servers), options.data(), name, command), servers);
    }

    /** Returns when all answer; says of each when it does. */
    void awaitReady(Ports ports, Consumer<String> ready) {
        for (var remaining = servers.size(); remaining > 0; remaining--) {
            var answer = answer().split("\t", 3);
            if ("failed".equals(answer[0])) {
                throw process.failure("did not start: " + answer[1] + ": " + answer[2]);
            }
            var use = SERVERS.get(answer[1]);
            if (use != null) {
                ready.accept(use.title() + " ready on " + ports.address(use));
            }
        }
    }

    /** Says one command and waits for it to be done. */
    synchronized void command(String verb, String server, String... arguments) {
        var words = new ArrayList<>(List.of(verb, server));
        words.addAll(List.of(arguments));
        try {
            commands.write(String.join("\t", words) + "\n");
            commands.flush();
        } catch (IOException gone) {
            throw process.failure("is gone (" + gone.getMessage() + ")");
        }
        var answer = answer();
        if (!"done".equals(answer)) {
            throw process.failure("could not " + String.join(" ", words) + ": " + answer);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the process by force; what it had promised to keep is on its disk. */
    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.stop();
    }

    private static String title(Set<String> servers) {
        return servers.stream()
                .map(server ->
                        Objects.requireNonNull(SERVERS.get(server), server).title())
                .collect(Collectors.joining(" and "));
    }

    private String answer() {
        try {
            var line = answers.readLine();
            if (line == null) {
                throw process.failure("ended");
            }
            return line;
        } catch (IOException gone) {
            throw process.failure("is gone (" + gone.getMessage() + ")");
        }
    }
}
