package io.sightline.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.sightline.kubernetes.ClusterResource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** The Pipes and Kamelets of one namespace, listed once and followed since. */
final class ResourceWatch implements AutoCloseable {
    static final ResourceDefinitionContext PIPES = context("Pipe", "pipes");
    static final ResourceDefinitionContext KAMELETS = context("Kamelet", "kamelets");

    private static final ListOptions ONE =
            new ListOptionsBuilder().withLimit(1L).build();

    private final KubernetesClient client;
    private final String namespace;
    private final List<SharedIndexInformer<GenericKubernetesResource>> informers;
    private final AtomicBoolean changed = new AtomicBoolean(true);
    private Map<String, ClusterResource> known = Map.of();

    private ResourceWatch(
            KubernetesClient client, String namespace, List<SharedIndexInformer<GenericKubernetesResource>> informers) {
        this.client = client;
        this.namespace = namespace;
        this.informers = informers;
    }

    private static ResourceDefinitionContext context(String kind, String plural) {
        return new ResourceDefinitionContext.Builder()
                .withGroup("camel.apache.org")
                .withVersion("v1")
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }

    /**
     * Lists them, and follows them from then on.
     *
     * @param changed is called after each change, and must not wait
     * @throws KubernetesClientException when they could not all be listed in time
     */
    static ResourceWatch open(KubernetesClient client, String namespace, Duration patience, Runnable changed)
            throws InterruptedException {
        var informers = Stream.of(PIPES, KAMELETS)
                .map(kind -> client.genericKubernetesResources(kind)
                        .inNamespace(namespace)
                        .runnableInformer(0))
                .toList();
        var watch = new ResourceWatch(client, namespace, informers);
        boolean isOpen = false;
        try {
            var started = CompletableFuture.allOf(informers.stream()
                    // Whoever opened this opens another one when this one is broken, with a pause that grows.
                    .map(informer -> informer.exceptionHandler((wasStarted, failure) -> false)
                            .addEventHandler(new Changes(() -> {
                                watch.changed.set(true);
                                changed.run();
                            }))
                            .start()
                            .toCompletableFuture())
                    .toArray(CompletableFuture[]::new));
            started.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            isOpen = true;
            return watch;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KubernetesClientException known
                    ? known
                    : new KubernetesClientException(String.valueOf(e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            throw new KubernetesClientException("no answer in " + patience.toSeconds() + " s", e);
        } finally {
            if (!isOpen) {
                watch.close();
            }
        }
    }

    /**
     * Asks for very little, since a connection that nothing comes over any more looks like one over which nothing is to
     * be told.
     *
     * @throws KubernetesClientException when there is no answer
     */
    void check() {
        var unused =
                client.genericKubernetesResources(PIPES).inNamespace(namespace).list(ONE);
    }

    /** Whether there is anything new since the last time that this was asked. */
    boolean isChanged() {
        return changed.getAndSet(false);
    }

    /** Whether changes are still told. */
    boolean isFollowing() {
        return informers.stream().allMatch(SharedIndexInformer::isWatching);
    }

    /** What is there now, as far as it was told. */
    List<ClusterResource> resources() {
        var next = new HashMap<String, ClusterResource>();
        informers.stream()
                .flatMap(informer -> informer.getStore().list().stream())
                .forEach(resource -> {
                    var metadata = resource.getMetadata();
                    var version = metadata.getUid() + " " + metadata.getResourceVersion();
                    var same = known.get(version);
                    next.put(version, same == null ? read(client, resource) : same);
                });
        known = next;
        return List.copyOf(next.values());
    }

    @SuppressWarnings("unchecked")
    static ClusterResource read(KubernetesClient client, GenericKubernetesResource resource) {
        return ClusterResource.of(client.getKubernetesSerialization().convertValue(resource, Map.class));
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::stop);
    }

    /** All kinds of changes are one. */
    private record Changes(Runnable changed) implements ResourceEventHandler<GenericKubernetesResource> {
        @Override
        public void onAdd(GenericKubernetesResource resource) {
            changed.run();
        }

        @Override
        public void onUpdate(GenericKubernetesResource former, GenericKubernetesResource resource) {
            changed.run();
        }

        @Override
        public void onDelete(GenericKubernetesResource resource, boolean isStateUnknown) {
            changed.run();
        }
    }
}
