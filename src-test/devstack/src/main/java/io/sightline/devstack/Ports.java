package io.sightline.devstack;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** One free port for each server, and for the runtime that will use them. */
final class Ports {
    /** Who needs a port, and which one people expect; none of those that Kafka alone connects to. */
    enum Use {
        REGISTRY("the schema registry", 8082),
        KEYCLOAK("Keycloak", 8180),
        KAFKA("Kafka", 9092),
        CONTROLLER("Kafka's controller", 0),
        BROKER("Kafka's own connections", 0),
        S3("S3", 9000),
        POSTGRESQL("PostgreSQL", 5432),
        MLFLOW("MLflow", 5000),
        API("the API", 8080),
        MANAGEMENT("management", 8081);

        private final String title;
        private final int usual;

        Use(String title, int usual) {
            this.title = title;
            this.usual = usual;
        }

        String title() {
            return title;
        }
    }

    private static final String LOOPBACK = "localhost";

    private final String address;
    private final Map<Use, Integer> numbers;

    private Ports(String address, Map<Use, Integer> numbers) {
        this.address = address;
        this.numbers = numbers;
    }

    /** Chooses all ports, holding each until the last is chosen so that none is chosen twice. */
    static Ports choose(boolean usual, Consumer<String> progress) {
        Map<Use, Integer> numbers = new EnumMap<>(Use.class);
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (var use : Use.values()) {
                var socket = usual ? usualOrFree(use, progress) : new ServerSocket(0);
                held.add(socket);
                numbers.put(use, socket.getLocalPort());
            }
        } catch (IOException failure) {
            throw new DevStackException("no free port: " + failure.getMessage(), failure);
        } finally {
            held.forEach(Ports::release);
        }
        return new Ports(LOOPBACK, numbers);
    }

    /** The same of servers that listen elsewhere than on the loopback interface. */
    Ports at(String other) {
        return new Ports(other, numbers);
    }

    int of(Use use) {
        return Objects.requireNonNull(numbers.get(use));
    }

    String address(Use use) {
        return address + ":" + of(use);
    }

    private static ServerSocket usualOrFree(Use use, Consumer<String> progress) throws IOException {
        try {
            return new ServerSocket(use.usual);
        } catch (IOException taken) {
            var free = new ServerSocket(0);
            progress.accept("Port " + use.usual + " is taken; " + use.title + " uses " + free.getLocalPort());
            return free;
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new DevStackException("port " + socket.getLocalPort() + " could not be released", failure);
        }
    }
}
