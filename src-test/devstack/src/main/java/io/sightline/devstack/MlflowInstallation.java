package io.sightline.devstack;

import io.sightline.devstack.server.WatchedProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** MLflow in a virtual environment of Python, which is made when it is first asked for. */
record MlflowInstallation(Path home, Python python) {
    private static final String SERVER = "mlflow.requirements.txt";
    private static final String PAGE = "mlflow-page.requirements.txt";
    private static final List<String> SMALL = List.of("-Xmx16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    /**
     * Installs what is not installed yet, or not in the version that is wanted.
     *
     * @param data folder of the log
     * @param progress takes a line when something has to be installed
     */
    void prepare(Path data, Consumer<String> progress) {
        var version = python.version();
        try {
            Files.createDirectories(home);
            try (var lock = FileChannel.open(
                            home.resolveSibling("mlflow.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = lock.lock()) {
                Objects.requireNonNull(held);
                install(version, data, progress);
            }
        } catch (IOException failure) {
            throw new DevStackException("MLflow in " + home + " cannot be installed: " + failure, failure);
        }
    }

    /**
     * A command line that runs MLflow's own.
     *
     * @param data folder of the server's data
     * @param environment variables of its process
     */
    JavaCommand command(Path data, Map<String, String> environment, List<String> arguments) {
        var line = new ArrayList<>(List.of("env"));
        environment.forEach((name, value) -> line.add(name + "=" + value));
        line.add(program("mlflow"));
        line.addAll(arguments);
        return watched(data, line);
    }

    private void install(String version, Path data, Consumer<String> progress) throws IOException {
        var wanted = home + "\n" + version + "\n" + text(SERVER) + text(PAGE);
        var marker = home.resolve("sightline.installed");
        if (Files.exists(marker) && Files.readString(marker).equals(wanted)) {
            return;
        }
        progress.accept("MLflow is being installed, once; this takes 30 s to 2 min and some 420 MB");
        run(
                "The environment of Python for MLflow (Debian needs the package python3-venv)",
                data,
                List.of(python.program(), "-m", "venv", "--clear", home.toString()));
        add(SERVER, data, List.of());
        add(PAGE, data, List.of("--no-deps"));
        Files.writeString(marker, wanted);
    }

    private void add(String requirements, Path data, List<String> options) throws IOException {
        var list = Files.writeString(home.resolve(requirements), text(requirements));
        var line = new ArrayList<>(
                List.of(program("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"));
        line.addAll(options);
        line.addAll(List.of("--requirement", list.toString()));
        run("The installation of MLflow", data, line);
    }

    private static void run(String title, Path data, List<String> line) {
        ServerProcess.start(title, data, "mlflow-installation", watched(data, line))
                .awaitSuccess();
    }

    private static JavaCommand watched(Path data, List<String> line) {
        var options = new ArrayList<>(SMALL);
        options.add("-Djava.io.tmpdir=" + data.resolve("tmp"));
        var all = new ArrayList<>(List.of(WatchedProgram.class.getName()));
        all.addAll(line);
        return JavaCommand.watched(options, "", all);
    }

    private String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    private static String text(String requirements) {
        try (var resource = MlflowInstallation.class.getResourceAsStream(requirements)) {
            return new String(Objects.requireNonNull(resource, requirements).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
