package io.sightline.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.sightline.kubernetes.ClusterResource;
import io.sightline.kubernetes.PipeStatus;
import io.sightline.kubernetes.StatusBook;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what Pipes have become into their status, and into nothing else of them. */
final class StatusWriter {
    private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
    private static final PatchContext PATCH = PatchContext.of(PatchType.JSON);
    private static final int TRIES = 5;
    private static final String NO_PLACE =
            "the CustomResourceDefinition pipes.camel.apache.org of this cluster has no status subresource; install"
                    + " that of Camel K 2, whose version v1 has 'subresources: {status: {}}'. Pipes run all the same";

    private final KubernetesClient client;
    private final StatusBook book;
    private final Clock clock;

    StatusWriter(KubernetesClient client, StatusBook book, Clock clock) {
        this.client = client;
        this.book = book;
        this.clock = clock;
    }

    /**
     * Writes a status unless it is there or was written before. When somebody else has changed the Pipe meanwhile, that
     * is read first, a few times; a new generation of it is another matter, and is left to those who follow changes.
     *
     * @param isOurs whether it is still for this process to speak of the Pipe: asked after the version was read that
     *     the status is written to, so that what another process writes from then on is not overwritten
     * @throws KubernetesClientException when the API server cannot be asked, or refuses; with the code 404 when it has
     *     the Pipe and no place for its status
     */
    void write(ClusterResource pipe, PipeStatus wanted, BooleanSupplier isOurs) {
        if (book.due(pipe, wanted).isEmpty()) {
            return;
        }
        var place = place(pipe);
        var known = pipe;
        for (int turn = 0; turn < TRIES && isOurs.getAsBoolean(); turn++) {
            boolean isPlaceless = false;
            try {
                patch(place, known, wanted);
                book.note(pipe, wanted);
                return;
            } catch (KubernetesClientException e) {
                isPlaceless = e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
                if (!isPlaceless) {
                    requireConflict(e, pipe);
                }
            }
            var fresh = read(place);
            if (fresh.isEmpty() || !isSame(fresh.get(), pipe) || fresh.get().generation() != pipe.generation()) {
                // Whoever follows changes is told, and nothing is asked again before.
                book.note(pipe, wanted);
                return;
            }
            if (isPlaceless) {
                throw new KubernetesClientException(NO_PLACE, HttpURLConnection.HTTP_NOT_FOUND, null);
            }
            known = fresh.get();
        }
    }

    /**
     * Writes that this process is done with a Pipe, unless somebody has said something else of it than this process
     * did. One that is gone meanwhile needs no word.
     *
     * @param last what this process said
     * @throws KubernetesClientException when the API server cannot be asked, or refuses
     */
    void end(ClusterResource pipe, PipeStatus last, PipeStatus wanted) {
        var place = place(pipe);
        for (int turn = 0; turn < TRIES; turn++) {
            var fresh = read(place);
            if (fresh.isEmpty()
                    || !isSame(fresh.get(), pipe)
                    || !fresh.get().status().isLike(last)) {
                return;
            }
            try {
                patch(place, fresh.get(), wanted);
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                    // It is gone, or has no place for a status, which whoever writes the next one finds out.
                    return;
                }
                requireConflict(e, pipe);
            }
        }
    }

    private Optional<ClusterResource> read(Resource<GenericKubernetesResource> place) {
        return Optional.ofNullable(place.get()).map(fresh -> ResourceWatch.read(client, fresh));
    }

    private static boolean isSame(ClusterResource one, ClusterResource other) {
        return one.uid().equals(other.uid());
    }

    private static void requireConflict(KubernetesClientException failure, ClusterResource pipe) {
        if (failure.getCode() != HttpURLConnection.HTTP_CONFLICT) {
            throw failure;
        }
        LOG.atDebug().addKeyValue("pipe", pipe.name()).log("The Pipe was changed meanwhile; its status is read again");
    }

    private Resource<GenericKubernetesResource> place(ClusterResource pipe) {
        return client.genericKubernetesResources(ResourceWatch.PIPES)
                .inNamespace(pipe.namespace())
                .withName(pipe.name());
    }

    private void patch(Resource<GenericKubernetesResource> place, ClusterResource known, PipeStatus wanted) {
        var patch = wanted.patch(known.version(), known.status(), clock.instant());
        var unused = place.subresource("status")
                .patch(PATCH, client.getKubernetesSerialization().asJson(patch));
    }
}
