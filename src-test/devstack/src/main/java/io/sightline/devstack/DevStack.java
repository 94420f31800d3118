package io.sightline.devstack;

import io.sightline.devstack.Ports.Use;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The running servers: Kafka, PostgreSQL, S3, a schema registry and Keycloak, with topics, bucket, database, schemas
 * and realms in place, and MLflow where it is asked for. They end when this is closed, and also when this process dies
 * in any other way.
 */
public final class DevStack implements AutoCloseable {
    /** The realm whose tokens the API accepts. */
    public static final String REALM = "sightline";

    /** A realm of the same Keycloak whose tokens must not be accepted. */
    public static final String OTHER_REALM = "other";

    private final Locations locations = Locations.ofBuild();
    private final Http http;
    private final List<AutoCloseable> running = new ArrayList<>();
    private final DevStackOptions options;
    private final Ports ports;
    private boolean closed;
    private @Nullable CoreProcesses core;
    private @Nullable KeycloakProcess keycloak;
    private @Nullable MlflowServer mlflow;

    private DevStack(DevStackOptions options, Ports ports) {
        this.options = options;
        this.ports = ports;
        this.http = new Http(options.certificates());
    }

    /**
     * Starts every server and returns when all are ready.
     *
     * @param progress takes one line per event
     * @throws DevStackException when a server does not start; the others are stopped then
     */
    public static DevStack start(DevStackOptions options, Consumer<String> progress) {
        Platform.ofThisMachine().requireNatives();
        var clock = new StartClock(progress);
        var folder = DataFolder.open(options.data(), options.kept());
        DevStack stack;
        try {
            stack = new DevStack(
                    options, Ports.choose(options.usualPorts(), progress).at(options.address()));
        } catch (RuntimeException failure) {
            folder.close();
            throw failure;
        }
        try {
            stack.startAll(clock);
        } catch (CompletionException failure) {
            stack.close();
            folder.close();
            throw failure.getCause() instanceof DevStackException known
                    ? known
                    : new DevStackException("the development stack did not start: " + failure.getCause(), failure);
        }
        stack.closeAtEnd(folder);
        clock.ready("All servers ready");
        return stack;
    }

    /** Everything that a runtime needs to be told to use these servers, as properties. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("camel.component.kafka.brokers", ports.address(Use.KAFKA));
        settings.put("camel.component.minio.endpoint", options.scheme() + ports.address(Use.S3));
        settings.put("camel.component.minio.access-key", CoreProcess.ACCESS_KEY);
        settings.put("camel.component.minio.secret-key", CoreProcess.SECRET_KEY);
        settings.put("sightline.registry.url", options.scheme() + ports.address(Use.REGISTRY) + "/apis/ccompat/v7");
        settings.put("sightline.keycloak.server-url", options.scheme() + ports.address(Use.KEYCLOAK));
        settings.put("sightline.keycloak.realm", REALM);
        settings.put("sightline.keycloak.client-id", "sightline");
        settings.put("sightline.docs.client-id", "sightline-docs");
        if (options.mlflow()) {
            settings.put("sightline.mlflow.url", "http://" + ports.address(Use.MLFLOW));
        }
        settings.put("sightline.models.text-detector.from", "directory");
        settings.put(
                "sightline.models.text-detector.path", locations.textDetector().toString());
        settings.put("sightline.detection.model", "text-detector");
        // Nobody stands in front who would lead its clients elsewhere.
        settings.put("sightline.http.drain", "0s");
        // What served last is forgotten with the servers that it served beside.
        settings.put(
                "sightline.artifacts.cache", options.data().resolve("artifacts").toString());
        settings.put("server.port", options.usualPorts() ? Integer.toString(ports.of(Use.API)) : "0");
        settings.put("management.server.port", options.usualPorts() ? Integer.toString(ports.of(Use.MANAGEMENT)) : "0");
        var certificates = options.certificates();
        if (certificates != null) {
            settings.putAll(secureSettings(certificates, KeycloakProcess.realm(options, ports)));
        }
        settings.putAll(Place.USUAL.settings(ports, options));
        return settings;
    }

    /**
     * The version of the text detector that was published before that of the settings, PP-OCRv3 before PP-OCRv4: a
     * folder with detector.yaml and model.onnx.
     */
    public Path formerTextDetector() {
        return locations.formerTextDetector().resolve("1");
    }

    /** The version of the text detector that the settings name, PP-OCRv4: a folder as the former one's. */
    public Path textDetector() {
        return locations.textDetector().resolve("1");
    }

    /**
     * What a runtime needs to be told beside addresses to use servers that speak TLS only, as properties.
     *
     * @param realm address of the realm that gives Kafka's tokens
     */
    public static Map<String, String> secureSettings(Certificates certificates, String realm) {
        return new SecureSettings(certificates, realm).all();
    }

    /**
     * Makes topics, a bucket and a database of their own, for one test.
     *
     * @param name small letters, digits and hyphens
     * @return {@link #settings()}, pointing to what was made
     */
    public Map<String, String> isolate(String name) {
        var place = Place.named(name);
        place.createOn(Objects.requireNonNull(core));
        var settings = settings();
        settings.putAll(place.settings(ports, options));
        return settings;
    }

    /** MLflow, where it was asked for. */
    public Optional<MlflowServer> mlflow() {
        return Optional.ofNullable(mlflow);
    }

    /** Gets an access token of the realm that the API accepts, by the client-credentials grant. */
    public String token(String client) {
        return token(REALM, client);
    }

    /** Gets an access token of a realm, by the client-credentials grant. */
    public String token(String realm, String client) {
        return Objects.requireNonNull(keycloak).token(realm, client);
    }

    /**
     * Stops one of Kafka, PostgreSQL and S3, to see what its absence does.
     *
     * @param server kafka, postgresql or s3
     */
    public void stop(String server) {
        Objects.requireNonNull(core).command("stop", server);
    }

    /**
     * Ends a server as a crash does: Kafka by SIGKILL, which needs {@link DevStackOptions#brokerApart}, PostgreSQL by
     * an immediate shutdown. What they had acknowledged is still there after {@link #restart}.
     *
     * @param server kafka or postgresql
     */
    public void crash(String server) {
        Objects.requireNonNull(core).crash(server);
    }

    /** Starts a server that was stopped or has crashed again, on the same port and the same data. */
    public void restart(String server) {
        Objects.requireNonNull(core).restart(server);
    }

    @Override
    public void close() {
        List<AutoCloseable> ending;
        synchronized (running) {
            closed = true;
            ending = new ArrayList<>(running);
            running.clear();
        }
        var folders = ending.stream().filter(DataFolder.class::isInstance).toList();
        ending.removeAll(folders);
        CompletableFuture.allOf(ending.stream()
                        .map(server -> CompletableFuture.runAsync(() -> end(server), DevStack::inThread))
                        .toArray(CompletableFuture[]::new))
                .join();
        folders.forEach(DevStack::end);
    }

    private void startAll(StartClock clock) {
        var tokens = stage(() -> startKeycloak(clock));
        // A broker that asks for tokens reads the keys of their realm when it starts.
        var before = options.isSecure() ? tokens : CompletableFuture.allOf();
        CompletableFuture.allOf(
                        before.thenCompose(nothing -> stage(() -> startCore(clock))),
                        stage(() -> startRegistry(clock)),
                        options.mlflow() ? stage(() -> startMlflow(clock)) : CompletableFuture.allOf(),
                        tokens)
                .join();
    }

    /** One server's failure ends the others, so that nobody waits for what is no longer wanted. */
    private CompletableFuture<Void> stage(Runnable work) {
        return CompletableFuture.runAsync(work, DevStack::inThread).whenComplete((nothing, failure) -> {
            if (failure != null) {
                close();
            }
        });
    }

    private void startCore(StartClock clock) {
        var starting = CoreProcesses.start(locations, options, ports);
        closeAtEnd(starting);
        starting.awaitReady(clock::ready);
        if (options.prepared()) {
            Place.USUAL.createOn(starting);
        } else {
            Place.USUAL.createStoresOn(starting);
        }
        core = starting;
    }

    private void startRegistry(StartClock clock) {
        var starting = RegistryProcess.start(locations, options, ports, http);
        closeAtEnd(starting);
        starting.awaitReady();
        if (options.prepared()) {
            starting.registerContracts();
        }
        clock.ready("Schema registry ready on " + ports.address(Use.REGISTRY));
    }

    private void startKeycloak(StartClock clock) {
        var distribution = new KeycloakDistribution(locations.keycloak());
        distribution.prepare(options.data(), clock::say);
        var starting = KeycloakProcess.start(distribution, options, ports, http);
        closeAtEnd(starting);
        starting.awaitReady();
        clock.ready("Keycloak ready on " + ports.address(Use.KEYCLOAK));
        keycloak = starting;
    }

    private void startMlflow(StartClock clock) {
        var installation = locations.mlflow();
        installation.prepare(options.data(), clock::say);
        var starting = MlflowServer.of(options, installation, ports.of(Use.MLFLOW));
        closeAtEnd(starting);
        starting.restart();
        clock.ready("MLflow ready on " + ports.address(Use.MLFLOW));
        mlflow = starting;
    }

    private void closeAtEnd(AutoCloseable resource) {
        synchronized (running) {
            if (!closed) {
                running.add(resource);
                return;
            }
        }
        end(resource);
    }

    private static void end(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception failure) {
            throw new DevStackException("a server did not stop: " + failure.getMessage(), failure);
        }
    }

    private static void inThread(Runnable work) {
        var thread = new Thread(work, "devstack");
        thread.setDaemon(true);
        thread.start();
    }
}
