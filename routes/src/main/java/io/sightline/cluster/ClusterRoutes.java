package io.sightline.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sightline.kubernetes.ClusterFiles;
import io.sightline.kubernetes.ClusterResource;
import io.sightline.live.Pauses;
import io.sightline.live.RouteSources;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
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
    /** How long nothing may be heard of the server before it is asked. */
    private static final long SILENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private static final long CLOSE_SECONDS = 5;

    private final KubernetesClient client;
    private final String namespace;
    private final Duration resync;
    private final RouteSources sources;
    private final StatusTeller teller;
    private final Clock clock;
    private final ClusterFiles files = new ClusterFiles();
    private final Pauses asking = new Pauses();
    private final Pauses failing = new Pauses();
    private final Semaphore changes = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "sightline-kubernetes");
    private volatile Connection connection;
    private volatile boolean isOver;
    private volatile @Nullable ResourceWatch watch;
    private long listed;
    private long heard;
    private long askAfter = System.nanoTime();

    /**
     * Follows nothing yet.
     *
     * @param resync how long after the last time all is listed anew, and each status compared with what it is to be
     * @param isStarted whether a route runs, by id
     * @param process how this process is called in a status
     */
    public ClusterRoutes(
            KubernetesClient client,
            String namespace,
            Duration resync,
            RouteSources sources,
            Predicate<String> isStarted,
            String process,
            Clock clock) {
        this.client = client;
        this.namespace = namespace;
        this.resync = resync;
        this.sources = sources;
        this.clock = clock;
        this.teller = new StatusTeller(client, files, sources, isStarted, process, clock);
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
        return teller.unsaid();
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

    /** Whatever a look fails with, the next one follows, after pauses that grow. */
    private void run() {
        long pause = 0;
        while (!isOver) {
            try {
                TimeUnit.NANOSECONDS.sleep(pause);
                work();
                failing.end();
                pause = 0;
                if (changes.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    changes.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            } catch (Throwable e) {
                if (isOver) {
                    return;
                }
                pause = failing.next();
                tell(e);
            }
        }
    }

    private void tell(Throwable failure) {
        try {
            LOG.warn("Pipes of the Kubernetes API could not be looked at; what runs goes on", failure);
            var since = connection.connected() ? clock.instant() : connection.since();
            connection = new Connection(false, since, String.valueOf(failure));
        } catch (Throwable untold) {
            // Without memory nothing can be told either, and what fails here ends the thread.
        }
    }

    private void work() throws InterruptedException {
        long now = System.nanoTime();
        boolean isBroken = watch == null || !connection.connected() || !watch.isFollowing();
        boolean isOpened = (isBroken || now - listed >= resync.toNanos()) && now - askAfter >= 0 && open();
        if (watch == null) {
            return;
        }
        if (watch.isChanged()) {
            files.replace(watch.resources());
            heard = now;
        }
        sources.put(SOURCE, files.files());
        if (isOpened && !connection.connected()) {
            connection = new Connection(true, clock.instant(), "");
            LOG.atInfo()
                    .addKeyValue("namespace", namespace)
                    .log("Pipes and Kamelets of the Kubernetes API are followed");
        }
        // Whoever reads that a Pipe runs may end this process at once, which says so only when it is connected.
        teller.tell();
        if (connection.connected() && now - heard >= SILENCE_NANOS) {
            check(watch);
        }
    }

    private void check(ResourceWatch opened) {
        try {
            opened.check();
            heard = System.nanoTime();
        } catch (KubernetesClientException e) {
            lose("it keeps connections and is silent: " + e.getMessage());
        }
    }

    private boolean open() throws InterruptedException {
        try {
            var next = ResourceWatch.open(client, namespace, PATIENCE, this::wake);
            if (watch != null) {
                watch.close();
            }
            watch = next;
        } catch (KubernetesClientException e) {
            askAfter = System.nanoTime() + asking.next();
            lose(String.valueOf(e.getMessage()));
            return false;
        }
        listed = System.nanoTime();
        heard = listed;
        // One that breaks at once is not to be opened again and again without a pause.
        asking.end();
        askAfter = listed + asking.next();
        teller.doubt();
        return true;
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

    @Override
    public void close() {
        isOver = true;
        wake();
        try {
            // An interrupt breaks off what it asks the server for.
            thread.join(TimeUnit.SECONDS.toMillis(1));
            thread.interrupt();
            thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
            if (connection.connected() && !thread.isAlive()) {
                end();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var last = watch;
        if (last != null) {
            last.close();
        }
        client.close();
    }

    /** Of what has stopped with the process, unless the server takes too long. */
    private void end() throws InterruptedException {
        var last = new Thread(
                () -> {
                    try {
                        teller.end();
                    } catch (RuntimeException e) {
                        LOG.info("The status of Pipes could not be written before the process stops", e);
                    }
                },
                "sightline-kubernetes-end");
        last.setDaemon(true);
        last.start();
        last.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
    }
}
