package io.sightline.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sightline.integration.FileState;
import io.sightline.kubernetes.ClusterFiles;
import io.sightline.kubernetes.ClusterResource;
import io.sightline.kubernetes.PipeFate;
import io.sightline.kubernetes.PipeReconciler;
import io.sightline.kubernetes.StatusBook;
import io.sightline.live.Pauses;
import io.sightline.live.RouteSources;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the status of Pipes what became of those that it is this process' turn to run. For one thread. */
final class StatusTeller {
    private static final Logger LOG = LoggerFactory.getLogger(StatusTeller.class);
    private static final Set<Integer> NO_ANSWER =
            Set.of(0, 429, HttpURLConnection.HTTP_UNAVAILABLE, HttpURLConnection.HTTP_GATEWAY_TIMEOUT);

    private static final long PLACELESS_NANOS = Duration.ofMinutes(1).toNanos();

    private final ClusterFiles files;
    private final RouteSources sources;
    private final Predicate<String> isStarted;
    private final PipeReconciler reconciler;
    private final StatusBook book = new StatusBook();
    private final StatusWriter writer;
    private final Pauses silence = new Pauses();
    private final Pauses refusal = new Pauses();
    /** Why the status of a Pipe is not taken, by uid. */
    private final Map<String, String> refused = new TreeMap<>();

    private long tellAfter = System.nanoTime();
    private long repeatAfter = tellAfter;
    private boolean isPlaceless;
    private volatile String unsaid = "";

    /**
     * Says nothing yet.
     *
     * @param isStarted whether a route runs, by id
     * @param process how this process is called in a status
     */
    StatusTeller(
            KubernetesClient client,
            ClusterFiles files,
            RouteSources sources,
            Predicate<String> isStarted,
            String process,
            Clock clock) {
        this.files = files;
        this.sources = sources;
        this.isStarted = isStarted;
        this.reconciler = new PipeReconciler(process);
        this.writer = new StatusWriter(client, book, clock);
    }

    /** Why the status of Pipes could not be written; empty when it could. */
    String unsaid() {
        return unsaid;
    }

    /** From now on what was said is compared with what the API server has, at once. */
    void doubt() {
        book.doubt();
        tellAfter = System.nanoTime();
        repeatAfter = tellAfter;
    }

    /** Says what is new. One Pipe whose status is not taken holds up no other; a server that does not answer does. */
    void tell() {
        long now = System.nanoTime();
        if (now - tellAfter < 0) {
            return;
        }
        boolean repeats = now - repeatAfter >= 0;
        var here = sources.pipes();
        var pipes = files.pipes();
        book.keep(pipes);
        refused.keySet().retainAll(pipes.stream().map(ClusterResource::uid).collect(Collectors.toSet()));
        for (var pipe : pipes) {
            if (refused.containsKey(pipe.uid()) && !repeats) {
                continue;
            }
            try {
                tell(pipe, here.get(pipe.file().name()));
                refused.remove(pipe.uid());
            } catch (KubernetesClientException e) {
                var reason = pipe.name() + ": " + e.getMessage();
                if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                    // So it is with all of them, until somebody changes what a Pipe is.
                    tellAfter = System.nanoTime() + PLACELESS_NANOS;
                    notePlaceless(reason);
                    return;
                }
                if (NO_ANSWER.contains(e.getCode())) {
                    tellAfter = System.nanoTime() + silence.next();
                    note(reason);
                    return;
                }
                refused.put(pipe.uid(), reason);
            }
        }
        silence.end();
        if (repeats && !refused.isEmpty()) {
            repeatAfter = System.nanoTime() + refusal.next();
        }
        note(refused.isEmpty() ? "" : refused.values().iterator().next());
    }

    private void tell(ClusterResource pipe, RouteSources.@Nullable Pipe known) {
        if (known != null && known.ours()) {
            writer.write(pipe, reconciler.status(pipe, fate(known, pipe)), () -> sources.isOurs(known));
        } else if (known != null && known.placement().everywhere()) {
            // It runs on here; whose turn it is speaks of it.
            book.remove(pipe);
        } else if (known != null && known.running().isEmpty()) {
            end(pipe);
        }
    }

    /** Says of what does not run any more that it does not. */
    void end() {
        var here = sources.pipes();
        for (var pipe : files.pipes()) {
            var known = here.get(pipe.file().name());
            if (known != null && !known.placement().everywhere() && !isStarted(known)) {
                end(pipe);
            }
        }
    }

    /** Nobody else may have its turn, and the status would tell for ever that it runs here, if it does so. */
    private void end(ClusterResource pipe) {
        var last = book.last(pipe);
        if (last.isPresent() && last.get().replicas() != 0) {
            writer.end(pipe, last.get(), reconciler.over(last.get()));
        }
        book.remove(pipe);
    }

    /** Another matter than what may have been said before: somebody has to mend it. */
    private void notePlaceless(String reason) {
        if (!isPlaceless) {
            LOG.atWarn()
                    .addKeyValue("cause", reason)
                    .log("No status of a Pipe can be written; that is tried again each minute");
        }
        isPlaceless = true;
        unsaid = reason;
    }

    private void note(String reason) {
        isPlaceless = false;
        if (unsaid.isEmpty() && !reason.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("cause", reason)
                    .log("The status of a Pipe could not be written; it is tried again");
        } else if (!unsaid.isEmpty() && reason.isEmpty()) {
            refusal.end();
            LOG.info("The status of Pipes is written again");
        }
        unsaid = reason;
    }

    private PipeFate fate(RouteSources.Pipe known, ClusterResource pipe) {
        // What was found of a former file says nothing of this one.
        var state = known.file() == pipe.file() ? known.state() : Optional.<FileState>empty();
        var running = known.running()
                .filter(file -> isStarted(known))
                .flatMap(file ->
                        file.saysTheSameAs(pipe.file()) ? Optional.of(pipe.generation()) : files.generation(file));
        return new PipeFate(state, running, known.placement().everywhere());
    }

    private boolean isStarted(RouteSources.Pipe pipe) {
        return pipe.placement().names().stream().allMatch(isStarted)
                && sources.stopped(pipe).isEmpty();
    }
}
