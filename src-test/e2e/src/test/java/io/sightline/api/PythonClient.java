package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A script of this module's Python, with an environment of its own under target. */
final class PythonClient {
    private static final Path SCRIPTS = Path.of("src", "test", "python");

    private final String python;
    private final Path script;

    private PythonClient(String python, Path script) {
        this.python = python;
        this.script = script;
    }

    /** Installs what {@code <name>.requirements.txt} lists, for {@code <name>.py}. */
    static PythonClient prepared(String name) throws Exception {
        var environment = Path.of("target", name.replace('_', '-') + "-python");
        var python = environment.resolve("bin").resolve("python").toString();
        var requirements = SCRIPTS.resolve(name + ".requirements.txt").toString();
        Files.createDirectories(environment.getParent());
        call(Map.of(), List.of("python3", "-m", "venv", environment.toString()));
        call(Map.of(), List.of(python, "-m", "pip", "install", "-q", "-r", requirements));
        return new PythonClient(python, SCRIPTS.resolve(name + ".py"));
    }

    /** Runs the script to its end, which must be a good one; all that it wrote. */
    String run(Map<String, String> variables, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(python, script.toString()));
        command.addAll(List.of(arguments));
        return call(variables, command);
    }

    private static String call(Map<String, String> variables, List<String> command) throws Exception {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(variables);
        var process = start(builder);
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command + "\n" + output).isZero();
        return output;
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IllegalStateException(builder.command().get(0) + " cannot be started; install Python 3.10", e);
        }
    }
}
