package io.sightline.benchmark.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A virtual environment with what a peer needs, made once below the module's target folder. */
public final class PythonEnvironment {
    private static final Path PEERS = Path.of("peers");
    private static final String PYTHON = System.getProperty("benchmark.python", "python3");

    private final Path peer;
    private final Path environment;

    private PythonEnvironment(Path peer, Path environment) {
        this.peer = peer;
        this.environment = environment;
    }

    /** @param name folder of the peer, which holds its requirements.txt */
    public static PythonEnvironment of(String name) throws InterruptedException {
        var peer = PEERS.resolve(name).toAbsolutePath();
        var environment = Path.of("target", "peers", name).toAbsolutePath();
        var made = environment.resolve("requirements.txt");
        try {
            var wanted = Files.readString(peer.resolve("requirements.txt"));
            if (!Files.exists(made) || !Files.readString(made).equals(wanted)) {
                run(List.of(PYTHON, "-m", "venv", "--clear", environment.toString()));
                var pip = environment.resolve("bin/pip").toString();
                run(List.of(
                        pip,
                        "install",
                        "--quiet",
                        "-r",
                        peer.resolve("requirements.txt").toString()));
                Files.writeString(made, wanted);
            }
            return new PythonEnvironment(peer, environment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path peer() {
        return peer;
    }

    /** Path of a program of the environment. */
    public String program(String name) {
        return environment.resolve("bin").resolve(name).toString();
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " ended with status " + process.exitValue());
        }
    }
}
