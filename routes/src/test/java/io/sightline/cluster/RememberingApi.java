package io.sightline.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/** fabric8's API server in memory, which can go away and come back at its port, refuse things, and fall silent. */
final class RememberingApi implements AutoCloseable {
    static final String NAMESPACE = "cameras";
    /** Two lines for each request else. */
    private static final Logger REQUESTS = Logger.getLogger("io.fabric8.mockwebserver");

    static {
        REQUESTS.setLevel(Level.WARNING);
    }

    private final Memory memory = new Memory();
    private final int port = freePort();
    private KubernetesMockServer server;
    private final KubernetesClient client;

    RememberingApi() {
        server = start();
        client = new KubernetesClientBuilder().withConfig(config()).build();
    }

    /** What it was told, and how it answers. */
    private static final class Memory extends KubernetesCrudDispatcher {
        private volatile String refused = "";
        private volatile boolean isPlaceless;
        private final AtomicInteger said = new AtomicInteger();
        private volatile CountDownLatch voice = new CountDownLatch(0);

        Memory() {
            super(List.of(definition("Pipe", "pipes"), definition("Kamelet", "kamelets")));
        }

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            try {
                voice.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            boolean isSaid =
                    request.method() == HttpMethod.PATCH && request.getPath().endsWith("/status");
            if (isSaid) {
                said.incrementAndGet();
            }
            if (isSaid && isPlaceless) {
                return new MockResponse().setResponseCode(404);
            }
            boolean isRefused = !refused.isEmpty()
                    && request.method() == HttpMethod.PATCH
                    && request.getPath().endsWith(refused);
            return isRefused ? new MockResponse().setResponseCode(422) : super.dispatch(request);
        }
    }

    /** The status of that Pipe alone; of none when it is empty. */
    void refuseStatus(String pipe) {
        memory.refused = pipe.isEmpty() ? "" : "/pipes/" + pipe + "/status";
    }

    /** Has no place for any status, as of a definition without that subresource. */
    void haveNoStatus(boolean isSo) {
        memory.isPlaceless = isSo;
    }

    /** How often somebody has written a status, or tried to. */
    int statusRequests() {
        return memory.said.get();
    }

    /** Keeps connections, takes new ones, and answers none. */
    void fallSilent() {
        memory.voice = new CountDownLatch(1);
    }

    void speak() {
        memory.voice.countDown();
    }

    private static CustomResourceDefinitionContext definition(String kind, String plural) {
        return new CustomResourceDefinitionContext.Builder()
                .withGroup("camel.apache.org")
                .withVersion("v1")
                .withKind(kind)
                .withPlural(plural)
                .withName(plural + ".camel.apache.org")
                .withScope("Namespaced")
                .withStatusSubresource(true)
                .build();
    }

    private KubernetesMockServer start() {
        var started = new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), memory, false);
        started.init(InetAddress.getLoopbackAddress(), port);
        return started;
    }

    /** Ends all connections and takes no new ones. */
    void goAway() {
        server.destroy();
    }

    void comeBack() {
        server = start();
    }

    Config config() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("http://localhost:" + port)
                .withNamespace(NAMESPACE)
                .build();
    }

    /** Of another one than the runtime. */
    KubernetesClient client() {
        return client;
    }

    Resource<GenericKubernetesResource> pipe(String name) {
        return client.genericKubernetesResources(ResourceWatch.PIPES)
                .inNamespace(NAMESPACE)
                .withName(name);
    }

    Resource<GenericKubernetesResource> kamelet(String name) {
        return client.genericKubernetesResources(ResourceWatch.KAMELETS)
                .inNamespace(NAMESPACE)
                .withName(name);
    }

    /** Makes it, or changes it to be so. */
    void apply(String yaml) {
        var wanted = client.getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class);
        wanted.getMetadata().setNamespace(NAMESPACE);
        var place = wanted.getKind().equals("Pipe")
                ? pipe(wanted.getMetadata().getName())
                : kamelet(wanted.getMetadata().getName());
        var there = place.get();
        if (there == null) {
            client.resource(wanted).create();
        } else {
            place.edit(resource -> {
                resource.setAdditionalProperties(wanted.getAdditionalProperties());
                return resource;
            });
        }
    }

    /** Makes it in another namespace. */
    void applyIn(String namespace, String yaml) {
        var wanted = client.getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class);
        wanted.getMetadata().setNamespace(namespace);
        client.resource(wanted).inNamespace(namespace).create();
    }

    /** A field of the status; empty when there is none. */
    String status(String pipe, String field) {
        var there = pipe(pipe).get();
        Object status = there == null ? null : there.getAdditionalProperties().get("status");
        return status instanceof Map<?, ?> map ? Objects.toString(map.get(field), "") : "";
    }

    /** A field of the condition Ready. */
    String ready(String pipe, String field) {
        var there = pipe(pipe).get();
        Object status = there == null ? null : there.getAdditionalProperties().get("status");
        if (status instanceof Map<?, ?> map && map.get("conditions") instanceof List<?> conditions) {
            return conditions.stream()
                    .filter(condition -> condition instanceof Map<?, ?> it && "Ready".equals(it.get("type")))
                    .map(condition -> Objects.toString(((Map<?, ?>) condition).get(field), ""))
                    .findFirst()
                    .orElse("");
        }
        return "";
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        speak();
        client.close();
        server.destroy();
    }
}
