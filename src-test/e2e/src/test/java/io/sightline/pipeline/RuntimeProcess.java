package io.sightline.pipeline;

import static org.awaitility.Awaitility.await;

import io.sightline.devstack.Signal;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The packaged runtime as a process of its own, for tests that kill it or need more than one. */
public final class RuntimeProcess implements AutoCloseable {
    private static final Path JAR = Path.of("..", "..", "routes", "target", "sightline", "sightline.jar");
    private static final SharedClasses CLASSES =
            new SharedClasses(JAR, Path.of("..", "..", "routes", "target", "sightline.jsa"));
    private static final String MAIN = "io.sightline.runtime.SightlineApplication";
    // Ends a wait for what will never come; a machine with other work takes minutes for a start.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Process process;
    private final boolean leavesClasses;
    private final Path log;
    private final String scheme;
    private final int port;
    private final int managementPort;
    private boolean ready;

    private RuntimeProcess(
            Process process, boolean leavesClasses, Path log, String scheme, int port, int managementPort) {
        this.process = process;
        this.leavesClasses = leavesClasses;
        this.log = log;
        this.scheme = scheme;
        this.port = port;
        this.managementPort = managementPort;
    }

    /** Starts the process and does not wait. */
    public static RuntimeProcess start(String name, Map<String, String> settings, String... arguments) {
        return start(name, settings, List.of(), arguments);
    }

    /** The same with environment variables. */
    public static RuntimeProcess startIn(
            Map<String, String> environment, String name, Map<String, String> settings, String... arguments) {
        return start(name, settings, List.of(), environment, arguments);
    }

    /** The same with classes beside the runtime's own. */
    public static RuntimeProcess start(
            String name, Map<String, String> settings, List<Path> classes, String... arguments) {
        return start(name, settings, classes, Map.of(), arguments);
    }

    /** The same by another command than that of the packaged jar; settings become its last arguments. */
    public static RuntimeProcess startBy(
            List<String> command, String name, Map<String, String> settings, String... arguments) {
        return run(command, false, name, settings, Map.of(), arguments);
    }

    private static RuntimeProcess start(
            String name,
            Map<String, String> settings,
            List<Path> classes,
            Map<String, String> environment,
            String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                // As an operator is told to set it; the runtime must not fail at setting its own.
                "-Djdk.serialFilter=!*"));
        command.addAll(CLASSES.options());
        command.addAll(classes.isEmpty() ? List.of("-jar", JAR.toString()) : List.of("-cp", classPath(classes), MAIN));
        return run(command, true, name, settings, environment, arguments);
    }

    private static RuntimeProcess run(
            List<String> program,
            boolean leavesClasses,
            String name,
            Map<String, String> settings,
            Map<String, String> environment,
            String... arguments) {
        int port = freePort();
        int managementPort = freePort();
        var command = new ArrayList<>(program);
        var own = new LinkedHashMap<>(settings);
        own.put("server.port", String.valueOf(port));
        own.put("management.server.port", String.valueOf(managementPort));
        own.forEach((key, value) -> command.add("--" + key + "=" + value));
        command.addAll(List.of(arguments));
        try {
            var log = Files.createDirectories(Path.of("target", "runtime")).resolve(name + ".log");
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            // Nobody else would end it when the tests are interrupted.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            var scheme = settings.containsKey("server.ssl.bundle") ? "https" : "http";
            return new RuntimeProcess(process, leavesClasses, log, scheme, port, managementPort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RuntimeProcess awaitReady() {
        await().atMost(PATIENCE)
                .until(() -> !process.isAlive() || status(managementPort, "/actuator/health/readiness") == 200);
        if (!process.isAlive()) {
            throw new IllegalStateException("the runtime ended:\n" + output());
        }
        ready = true;
        return this;
    }

    public int awaitExit() {
        await().atMost(PATIENCE).until(() -> !process.isAlive());
        return process.exitValue();
    }

    /** What SIGKILL does: no hook runs, no batch is finished. */
    public void kill() {
        process.destroyForcibly();
        await().atMost(PATIENCE).until(() -> !process.isAlive());
    }

    /** What SIGSTOP does: to everybody else the process looks like one whose machine is gone. */
    public void freeze() {
        Signal.STOP.send(process.pid());
    }

    public void thaw() {
        Signal.CONT.send(process.pid());
    }

    /** What Kubernetes does first: SIGTERM, then patience. */
    public void terminate() {
        process.destroy();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Where it answers Prometheus and probes. */
    int managementPort() {
        return managementPort;
    }

    /** Status of an answer of the API's port; 0 when nobody listens there. */
    public int apiStatus(String path) {
        return status(port, path);
    }

    public int managementStatus(String path) {
        return status(managementPort, path);
    }

    /** What the management port answers; empty when nobody listens there. */
    public String managementText(String path) {
        return get(managementPort, path, BodyHandlers.ofString())
                .map(HttpResponse::body)
                .orElse("");
    }

    /**
     * What the process tells Prometheus.
     *
     * @param series name with labels, as its line begins: {@code sightline_gate_open{dependency="s3"}}
     */
    public double metric(String series) {
        var answer = get(managementPort, "/actuator/prometheus", BodyHandlers.ofString());
        return answer.map(HttpResponse::body)
                .orElse("")
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElse(Double.NaN);
    }

    /** The same summed over all series of a name that have the label; 0 when there is none. */
    public double sum(String name, String label) {
        var answer = get(managementPort, "/actuator/prometheus", BodyHandlers.ofString());
        return answer.map(HttpResponse::body)
                .orElse("")
                .lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    public URI api() {
        return URI.create(scheme + "://localhost:" + port);
    }

    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (leavesClasses && ready && process.isAlive()) {
            CLASSES.takeFrom(process);
        }
        process.destroy();
        await().atMost(PATIENCE).until(() -> !process.isAlive());
    }

    private static String classPath(List<Path> classes) {
        return Stream.concat(Stream.of(JAR), classes.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static int status(int port, String path) {
        return get(port, path, BodyHandlers.discarding())
                .map(HttpResponse::statusCode)
                .orElse(0);
    }

    /** Empty when nobody answers. */
    private static <T> Optional<HttpResponse<T>> get(int port, String path, HttpResponse.BodyHandler<T> body) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return Optional.of(HttpClient.newHttpClient().send(request, body));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
