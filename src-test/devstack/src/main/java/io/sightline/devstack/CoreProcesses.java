package io.sightline.devstack;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Kafka, PostgreSQL and S3: in one process, or with Kafka in one of its own, so that it can be killed alone. */
final class CoreProcesses implements AutoCloseable {
    private static final String KAFKA = "kafka";

    private final Map<Set<String>, CoreProcess> processes = new ConcurrentHashMap<>();
    private final Locations locations;
    private final DevStackOptions options;
    private final Ports ports;

    private CoreProcesses(Locations locations, DevStackOptions options, Ports ports) {
        this.locations = locations;
        this.options = options;
        this.ports = ports;
    }

    static CoreProcesses start(Locations locations, DevStackOptions options, Ports ports) {
        var started = new CoreProcesses(locations, options, ports);
        var groups = options.brokerApart()
                ? List.of(Set.of(KAFKA), Set.of("postgresql", "s3"))
                : List.of(Set.of(KAFKA, "postgresql", "s3"));
        groups.forEach(started::start);
        return started;
    }

    /** Returns when all answer; says of each when it does. */
    void awaitReady(Consumer<String> ready) {
        processes.values().forEach(process -> process.awaitReady(ports, ready));
    }

    /** Says one command to the process of a server and waits for it to be done. */
    void command(String verb, String server, String... arguments) {
        Objects.requireNonNull(processes.get(groupOf(server))).command(verb, server, arguments);
    }

    /** Ends a server as a crash does. Its data stays as it is then. */
    void crash(String server) {
        var group = groupOf(server);
        if (group.size() > 1) {
            command("crash", server);
            return;
        }
        Objects.requireNonNull(processes.get(group)).kill();
    }

    /** Starts a server that was stopped or has crashed, on the same port and the same data. */
    void restart(String server) {
        var group = groupOf(server);
        if (Objects.requireNonNull(processes.get(group)).isAlive()) {
            command("start", server);
            return;
        }
        start(group);
        Objects.requireNonNull(processes.get(group)).awaitReady(ports, line -> {});
    }

    @Override
    public void close() {
        processes.values().parallelStream().forEach(CoreProcess::close);
    }

    private void start(Set<String> servers) {
        processes.put(servers, CoreProcess.start(locations, options, ports, new TreeSet<>(servers)));
    }

    private Set<String> groupOf(String server) {
        return processes.keySet().stream()
                .filter(group -> group.contains(server))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("no server " + server + "; there are kafka, postgresql, s3"));
    }
}
