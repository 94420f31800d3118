package io.sightline.devstack;

import io.sightline.devstack.Ports.Use;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * MLflow as the {@link DevStack} runs it, beside a stack that runs already or alone. Needs Python 3.10 or newer. It
 * ends when this is closed, and also when this process dies in any other way.
 */
public final class MlflowServer implements AutoCloseable {
    /** Null where it is that of a stack. */
    private final @Nullable DataFolder folder;

    private final Path data;
    private final MlflowInstallation installation;
    private final MlflowOptions options;
    private final int port;
    private final Http http = new Http(null);
    private @Nullable MlflowProcess process;

    private MlflowServer(
            @Nullable DataFolder folder, Path data, MlflowInstallation installation, MlflowOptions options, int port) {
        this.folder = folder;
        this.data = data;
        this.installation = installation;
        this.options = options;
        this.port = port;
    }

    /**
     * Starts the server with fresh data on a free port, and returns when it is ready. One process can have one server
     * of each kind.
     *
     * @param progress takes one line per event
     * @throws DevStackException when it does not start, such as without Python
     */
    public static MlflowServer start(MlflowOptions options, Consumer<String> progress) {
        var locations = Locations.ofBuild();
        var clock = new StartClock(progress);
        var data = DevStackOptions.testFolder("-mlflow" + kind(options));
        var folder = DataFolder.open(data, false);
        var installation = locations.mlflow();
        var server = new MlflowServer(
                folder,
                data,
                installation,
                options,
                Ports.choose(false, progress).of(Use.MLFLOW));
        try {
            installation.prepare(data, clock::say);
            server.restart();
            clock.ready("MLflow ready on " + server.url());
            return server;
        } catch (RuntimeException failure) {
            server.close();
            throw failure;
        }
    }

    /** One of a stack, with files in the folder of the stack; {@link #restart} starts it. */
    static MlflowServer of(DevStackOptions stack, MlflowInstallation installation, int port) {
        var options = MlflowOptions.inFolder().at(stack.address());
        return new MlflowServer(null, stack.data(), installation, options, port);
    }

    /** Address of the server. */
    public String url() {
        return "http://" + options.address() + ":" + port;
    }

    /** Where the files of versions are, by their paths behind MLflow's proxy, when they are in a folder. */
    public Path files() {
        return MlflowProcess.files(data.resolve(MlflowProcess.NAME));
    }

    /** How it was started. */
    public MlflowOptions options() {
        return options;
    }

    /** What a runtime needs to be told to use it, as properties. */
    public Map<String, String> settings() {
        return options.login()
                ? Map.of(
                        "sightline.mlflow.url",
                        url(),
                        "sightline.mlflow.username",
                        MlflowOptions.USER,
                        "sightline.mlflow.password",
                        MlflowOptions.PASSWORD)
                : Map.of("sightline.mlflow.url", url());
    }

    /** Ends it as a crash does. */
    public void kill() {
        Objects.requireNonNull(process).kill();
    }

    /** Starts it again after {@link #kill}, on the same port and the same data. */
    public void restart() {
        var starting = MlflowProcess.start(installation, options, data, port, http);
        process = starting;
        starting.awaitReady();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        if (folder != null) {
            folder.close();
        }
    }

    private static String kind(MlflowOptions options) {
        return (options.artifacts() + (options.login() ? "login" : ""))
                .replace("_", "")
                .toLowerCase(Locale.ROOT);
    }
}
