package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A virtual environment of Python under {@code target/}, with packages as they come from the package index. What runs
 * in it runs in its folder, for what it may leave there.
 *
 * @param folder where it is
 */
record PythonEnvironment(Path folder) {
    private static final Path SCRIPTS = Path.of("src", "test", "python");
    private static final Duration INSTALLATION = Duration.ofMinutes(10);

    /**
     * How a command ended.
     *
     * @param status its exit status
     * @param output all that it has written
     */
    record Ended(int status, String output) {}

    /** Makes it anew, with the packages of {@code <requirements>.requirements.txt}; fails where there is no Python. */
    static PythonEnvironment with(String requirements) throws Exception {
        var folder = Path.of("target", requirements.replace('_', '-')).toAbsolutePath();
        var environment = new PythonEnvironment(Files.createDirectories(folder));
        succeed(environment.start(
                Map.of(), INSTALLATION, List.of("python3", "-m", "venv", "--clear", folder.toString())));
        succeed(environment.run(
                Map.of(),
                INSTALLATION,
                "python",
                "-m",
                "pip",
                "install",
                "-q",
                "-r",
                script(requirements + ".requirements.txt").toString()));
        return environment;
    }

    /** A file beside the scripts of the tests. */
    static Path script(String name) {
        return SCRIPTS.resolve(name).toAbsolutePath();
    }

    /** Runs a command of the environment; one that takes longer is ended, and fails the test. */
    Ended run(Map<String, String> variables, Duration longest, String program, String... arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add(folder.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return start(variables, longest, command);
    }

    /** What it has written, when it has succeeded. */
    static String succeed(Ended ended) {
        assertThat(ended.status()).as(ended.output()).isZero();
        return ended.output();
    }

    private Ended start(Map<String, String> variables, Duration longest, List<String> command) throws Exception {
        // A file: who waits for the end of a pipe waits as long as anybody holds it.
        var written = Files.createTempFile("python", ".txt");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(written.toFile());
        builder.environment().putAll(variables);
        try {
            var process = start(builder);
            var inTime = process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            var output = Files.readString(written, StandardCharsets.UTF_8);
            assertThat(inTime)
                    .as(command.get(0) + " has not ended after " + longest + "\n" + output)
                    .isTrue();
            return new Ended(process.exitValue(), output);
        } finally {
            Files.delete(written);
        }
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IllegalStateException(builder.command().get(0) + " cannot be started; install Python 3.10", e);
        }
    }
}
