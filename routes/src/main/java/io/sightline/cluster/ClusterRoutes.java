package io.sightline.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sightline.integration.FileState;
import io.sightline.kubernetes.ClusterFiles;
import io.sightline.kubernetes.ClusterResource;
import io.sightline.kubernetes.PipeFate;
import io.sightline.kubernetes.PipeReconciler;
import io.sightline.kubernetes.StatusBook;
import io.sightline.live.RouteSources;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts live the Pipes and Kamelets of a namespace, and writes how the Pipes fare into their status. One thread does all
 * of it. While the API server is away, what runs runs on, and it is asked again after pauses that grow.
 */
public final class ClusterRoutes implements AutoCloseable {
    /** What {@link RouteSources} knows them under. */
    public static final String SOURCE = "kubernetes";

    private static final Logger LOG = LoggerFactory.getLogger(ClusterRoutes.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long LOOK_MILLIS = 500;
    private static final long CLOSE_SECONDS = 5;

    private final KubernetesClient client;
    private final String namespace;
    private final Duration resync;
    private final RouteSources sources;
    private final PipeReconciler reconciler;
    private final Clock clock;
    private final ClusterFiles files = new ClusterFiles();
    private final StatusBook book = new StatusBook();
    private final StatusWriter writer;
    private final Pauses asking = new Pauses();
    private final Pauses telling = new Pauses();
    private final Semaphore changes = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "sightline-kubernetes");
    private volatile Connection connection;
    private volatile boolean isOver;
    private volatile @Nullable ResourceWatch watch;
    private long listed;
    private long askAfter = System.nanoTime();
    private long tellAfter = askAfter;
    private volatile String unsaid = "";

    /**
     * Follows nothing yet.
     *
     * @param resync how long after the last time all is listed anew, and each status compared with what it is to be
     * @param process how this process is called in a status
     */
    public ClusterRoutes(
            KubernetesClient client,
            String namespace,
            Duration resync,
            RouteSources sources,
            String process,
            Clock clock) {
        this.client = client;
        this.namespace = namespace;
        this.resync = resync;
        this.sources = sources;
        this.reconciler = new PipeReconciler(process);
        this.clock = clock;
        this.writer = new StatusWriter(client, book, clock);
        this.connection = new Connection(false, clock.instant(), "");
        thread.setDaemon(true);
    }

    /**
     * How it stands with the API server.
     *
     * @param connected whether changes are told
     * @param since when it became so
     * @param message why not; empty when they are, or when the first answer is still to come
     */
    public record Connection(boolean connected, Instant since, String message) {}

    /** Begins, when the context has started; waits for nothing. */
    public void start() {
        sources.listen(this::wake);
        thread.start();
    }

    public Connection connection() {
        return connection;
    }

    /** Why the status of Pipes could not be written; empty when it could. */
    public String unsaid() {
        return unsaid;
    }

    public String namespace() {
        return namespace;
    }

    /** The resource that a file is. */
    public Optional<ClusterResource> resource(String file) {
        return files.resource(file);
    }

    private void wake() {
        changes.release();
    }

    private void run() {
        while (!isOver) {
            try {
                work();
                if (changes.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    changes.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                LOG.warn("Pipes of the Kubernetes API could not be looked at; what runs goes on", e);
                askAfter = System.nanoTime() + asking.next();
            }
        }
    }

    /** Whatever it fails with, the next one follows. */
    private void work() throws InterruptedException {
        long now = System.nanoTime();
        boolean isBroken = watch == null || !connection.connected() || !watch.isFollowing();
        if ((isBroken || now - listed >= resync.toNanos()) && now - askAfter >= 0) {
            open();
        }
        if (watch == null) {
            return;
        }
        files.replace(watch.resources());
        sources.put(SOURCE, files.files());
        if (System.nanoTime() - tellAfter >= 0) {
            tell();
        }
    }

    private void open() throws InterruptedException {
        try {
            var next = ResourceWatch.open(client, namespace, PATIENCE, this::wake);
            if (watch != null) {
                watch.close();
            }
            watch = next;
        } catch (KubernetesClientException e) {
            askAfter = System.nanoTime() + asking.next();
            lose(String.valueOf(e.getMessage()));
            return;
        }
        listed = System.nanoTime();
        // One that breaks at once is not to be opened again and again without a pause.
        asking.end();
        askAfter = listed + asking.next();
        tellAfter = listed;
        book.forget();
        if (!connection.connected()) {
            connection = new Connection(true, clock.instant(), "");
            LOG.atInfo()
                    .addKeyValue("namespace", namespace)
                    .log("Pipes and Kamelets of the Kubernetes API are followed");
        }
    }

    /** What was known of the resources counts until they can be asked for again. */
    private void lose(String reason) {
        boolean isNews = connection.connected() || connection.message().isEmpty();
        if (isNews) {
            LOG.atWarn()
                    .addKeyValue("namespace", namespace)
                    .addKeyValue("cause", reason)
                    .log("The Kubernetes API does not answer; what runs goes on, and it is asked again");
        }
        connection = new Connection(false, isNews ? clock.instant() : connection.since(), reason);
    }

    /** Says what became of the Pipes that it is this process' turn to speak of. */
    private void tell() {
        var here = sources.pipes();
        var ours = new ArrayList<ClusterResource>();
        for (var pipe : files.pipes()) {
            var known = here.get(pipe.file().name());
            if (known != null && known.here()) {
                ours.add(pipe);
            }
        }
        book.keep(ours);
        try {
            for (var pipe : ours) {
                writer.write(
                        pipe, reconciler.status(pipe, fate(here.get(pipe.file().name()), pipe)));
            }
            if (!unsaid.isEmpty()) {
                LOG.info("The status of Pipes is written again");
            }
            unsaid = "";
            telling.end();
        } catch (KubernetesClientException e) {
            if (unsaid.isEmpty()) {
                LOG.atWarn()
                        .addKeyValue("cause", e.getMessage())
                        .log("The status of a Pipe could not be written; it is tried again");
            }
            unsaid = String.valueOf(e.getMessage());
            tellAfter = System.nanoTime() + telling.next();
        }
    }

    private PipeFate fate(RouteSources.@Nullable Pipe known, ClusterResource pipe) {
        if (known == null) {
            return new PipeFate(Optional.empty(), Optional.empty(), false);
        }
        // What was found of a former file says nothing of this one.
        var state = known.file() == pipe.file() ? known.state() : Optional.<FileState>empty();
        var running = known.running()
                .flatMap(file ->
                        file.saysTheSameAs(pipe.file()) ? Optional.of(pipe.generation()) : files.generation(file));
        return new PipeFate(state, running, known.placement().everywhere());
    }

    @Override
    public void close() {
        isOver = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var last = watch;
        if (last != null) {
            last.close();
        }
        client.close();
    }
}
