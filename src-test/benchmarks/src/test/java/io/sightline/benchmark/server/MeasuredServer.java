package io.sightline.benchmark.server;

import io.sightline.benchmark.load.ProcessTree;
import io.sightline.http.KeepAliveConnection;
import io.sightline.http.RawRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A server in processes of its own; it ends with them. */
public final class MeasuredServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Path LOGS = Path.of("target", "benchmarks", "logs");

    private final String name;
    private final Process process;
    private final URI address;
    private final URI readiness;

    private MeasuredServer(String name, Process process, URI address, URI readiness) {
        this.name = name;
        this.process = process;
        this.address = address;
        this.readiness = readiness;
    }

    /**
     * Starts a server and waits until it is ready.
     *
     * @param folder where it runs
     * @param readiness address that answers 200 when it is ready
     */
    static MeasuredServer start(
            String name, Path folder, List<String> command, Map<String, String> environment, URI address, URI readiness)
            throws IOException, InterruptedException {
        var log = Files.createDirectories(LOGS).resolve(name + ".log").toFile();
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log);
        builder.environment().putAll(environment);
        var server = new MeasuredServer(name, builder.start(), address, readiness);
        try {
            server.awaitReady();
            return server;
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    public String name() {
        return name;
    }

    public URI address() {
        return address;
    }

    /** Where it tells about itself; for a peer the same as {@link #address()}. */
    public URI management() {
        return readiness;
    }

    public ProcessTree processes() {
        return new ProcessTree(process.toHandle());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    private void awaitReady() throws IOException, InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var path = readiness.getPath();
        var request = RawRequest.of("GET", path).bytes();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try (var connection = new KeepAliveConnection(readiness, Duration.ofSeconds(10))) {
                if (connection.status(request) == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // It does not listen yet, or answers nothing that can be read.
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new IOException(name + " is not ready; see " + LOGS.resolve(name + ".log"));
    }

    /** Its own processes by their ids, workers included. */
    @Override
    public void close() {
        var all = Stream.concat(process.toHandle().descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        for (var handle : all) {
            try {
                handle.onExit().get(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                handle.destroyForcibly();
            } catch (ExecutionException | TimeoutException e) {
                handle.destroyForcibly();
            }
        }
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
