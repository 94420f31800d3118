package io.sightline.devstack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A server's process. It ends when its standard input does, so it never outlives this process for long; and it runs in
 * a session of its own, so that Ctrl-C ends the runtime first and the servers after it.
 */
final class ServerProcess {
    private static final Path NEW_SESSION = Path.of("/usr/bin/setsid");
    private static final long GRACE_SECONDS = 20;
    private static final List<String> SETTINGS_OF_SERVERS =
            List.of("KC_", "QUARKUS_", "APICURIO_", "MLFLOW_", "AWS_", "PYTHON");

    private final String title;
    private final Path log;
    private final Process process;

    private ServerProcess(String title, Path log, Process process) {
        this.title = title;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts a process whose output goes to a log.
     *
     * @param title how people call the server
     * @param data folder where the log and the process id go
     * @param name file name of both, without extension
     */
    static ServerProcess start(String title, Path data, String name, JavaCommand command) {
        return start(title, data, name, command, log -> Redirect.appendTo(log.toFile()));
    }

    /** Starts a process that talks: its standard output is for this process, its messages go to the log. */
    static ServerProcess startTalking(String title, Path data, String name, JavaCommand command) {
        return start(title, data, name, command, log -> Redirect.PIPE);
    }

    private static ServerProcess start(
            String title, Path data, String name, JavaCommand command, Function<Path, Redirect> output) {
        var log = data.resolve("logs").resolve(name + ".log");
        try {
            Files.createDirectories(log.getParent());
            Files.deleteIfExists(log);
            var session = Files.isExecutable(NEW_SESSION) ? List.of(NEW_SESSION.toString()) : List.<String>of();
            var builder = new ProcessBuilder(command.line(session))
                    .directory(data.toFile())
                    .redirectError(Redirect.appendTo(log.toFile()))
                    .redirectOutput(output.apply(log));
            // Servers would otherwise be configured by whatever this shell has set.
            builder.environment().keySet().removeIf(ServerProcess::configuresServers);
            var process = builder.start();
            Files.writeString(data.resolve(name + ".pid"), Long.toString(process.pid()));
            return new ServerProcess(title, log, process);
        } catch (IOException failure) {
            throw new DevStackException(title + " could not be started: " + failure.getMessage(), failure);
        }
    }

    private static boolean configuresServers(String variable) {
        return SETTINGS_OF_SERVERS.stream().anyMatch(variable::startsWith);
    }

    /** Waits for the processes of a former run, which may still be stopping, and ends them when they do not. */
    static void awaitPredecessors(Path data) throws IOException {
        List<Path> files;
        try (var all = Files.list(data)) {
            files = all.filter(file -> file.toString().endsWith(".pid")).toList();
        }
        for (var file : files) {
            ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
                    .filter(handle -> worksIn(data, handle))
                    .ifPresent(ServerProcess::end);
            Files.delete(file);
        }
    }

    /** Waits for a program that does one thing and ends. */
    void awaitSuccess() {
        try {
            if (process.waitFor() != 0) {
                throw failure("failed with status " + process.exitValue());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DevStackException("interrupted while waiting for " + title, interrupted);
        }
    }

    BufferedReader answers() {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    Writer commands() {
        return process.outputWriter(StandardCharsets.UTF_8);
    }

    long pid() {
        return process.pid();
    }

    /** Waits a little, and fails when the process has ended meanwhile. */
    void pause() {
        try {
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw failure("ended with status " + process.exitValue());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DevStackException("interrupted while waiting for " + title, interrupted);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the process at once: nothing inside it gets to say goodbye. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** The same for all that it has started, which would stay behind. */
    void killWithDescendants() {
        var descendants = process.descendants().toList();
        kill();
        descendants.forEach(ProcessHandle::destroyForcibly);
        descendants.forEach(descendant -> descendant.onExit().join());
    }

    DevStackException failure(String what) {
        return new DevStackException(title + " " + what + "; see " + log);
    }

    /** Asks the process to end by ending its standard input, and insists after a while. */
    void stop() {
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyGone) {
            // A closed pipe is what was asked for.
        }
        end(process.toHandle());
    }

    /** Process ids are used again, so the command line must name the folder. */
    private static boolean worksIn(Path data, ProcessHandle handle) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(handle.pid()), "cmdline"))
                    .contains(data.toString());
        } catch (IOException ended) {
            return false;
        }
    }

    private static void end(ProcessHandle handle) {
        var descendants = handle.descendants().toList();
        try {
            handle.onExit().get(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            handle.destroyForcibly();
        } catch (ExecutionException | TimeoutException stillThere) {
            handle.destroyForcibly();
        }
        descendants.forEach(ProcessHandle::destroyForcibly);
    }
}
