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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what Pipes have become into their status, and into nothing else of them. */
final class StatusWriter {
    private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
    private static final PatchContext PATCH = PatchContext.of(PatchType.JSON);
    private static final int TRIES = 5;

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
     * is read first; a new generation of it is another matter, and is left to those who follow changes.
     *
     * @throws KubernetesClientException when the API server cannot be asked, or refuses
     */
    void write(ClusterResource pipe, PipeStatus wanted) {
        if (book.due(pipe, wanted).isEmpty()) {
            return;
        }
        var place = client.genericKubernetesResources(ResourceWatch.PIPES)
                .inNamespace(pipe.namespace())
                .withName(pipe.name());
        var known = pipe;
        for (int turn = 0; turn < TRIES; turn++) {
            try {
                patch(place, known, wanted);
                book.note(pipe, wanted);
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                    return;
                }
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    throw e;
                }
            }
            var fresh = place.get();
            if (fresh == null) {
                return;
            }
            known = ResourceWatch.read(client, fresh);
            if (!known.uid().equals(pipe.uid()) || known.generation() != pipe.generation()) {
                return;
            }
        }
        LOG.atInfo()
                .addKeyValue("pipe", pipe.name())
                .log("the status was changed by somebody else each time that it was to be written; it is left so");
        book.note(pipe, wanted);
    }

    private void patch(Resource<GenericKubernetesResource> place, ClusterResource known, PipeStatus wanted) {
        var patch = wanted.patch(known.version(), known.status(), clock.instant());
        var unused = place.subresource("status")
                .patch(PATCH, client.getKubernetesSerialization().asJson(patch));
    }
}
