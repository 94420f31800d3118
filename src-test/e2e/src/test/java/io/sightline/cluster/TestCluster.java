package io.sightline.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.sightline.proxy.FaultProxy;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A namespace of its own in the cluster that KUBECONFIG names, with the definitions of Camel K, and a service account
 * that may do what a runtime needs and no more. Runtimes reach the API server through a proxy.
 */
public final class TestCluster implements AutoCloseable {
    private static final String ACCOUNT = "sightline-pipes";

    private final Config config = Config.autoConfigure(null);
    private final KubernetesClient client =
            new KubernetesClientBuilder().withConfig(config).build();
    private final String namespace =
            "sightline-" + Integer.toHexString(ThreadLocalRandom.current().nextInt());
    private final FaultProxy proxy;

    public TestCluster() {
        if (Optional.ofNullable(System.getenv("KUBECONFIG")).orElse("").isBlank()) {
            throw new IllegalStateException("KUBECONFIG names no cluster");
        }
        var server = URI.create(config.getMasterUrl());
        proxy = FaultProxy.before(server.getHost(), server.getPort() < 0 ? 443 : server.getPort());
        Definitions.ofCamelK(client);
        var made = new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .endMetadata()
                .build();
        client.resource(made).create();
        permit();
    }

    private void permit() {
        var account = new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(ACCOUNT)
                .withNamespace(namespace)
                .endMetadata()
                .build();
        client.resource(account).create();
        var role = client.getKubernetesSerialization().unmarshal(resource("cluster/pipes-role.yaml"), Role.class);
        role.getMetadata().setNamespace(namespace);
        client.resource(role).create();
        client.resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName(ACCOUNT)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewRoleRef(
                                "rbac.authorization.k8s.io",
                                "Role",
                                role.getMetadata().getName())
                        .addNewSubject("", "ServiceAccount", ACCOUNT, namespace)
                        .build())
                .create();
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(TestCluster.class.getClassLoader().getResourceAsStream(name), name);
    }

    /** Writes a file for the environment variable KUBECONFIG of a runtime. */
    public Path kubeconfig(Path folder) throws IOException {
        var token = client.serviceAccounts()
                .inNamespace(namespace)
                .withName(ACCOUNT)
                .tokenRequest(new TokenRequest())
                .getStatus()
                .getToken();
        var authority = config.getCaCertData() != null
                ? config.getCaCertData()
                : Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(config.getCaCertFile())));
        return Files.writeString(
                folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: it, cluster: {server: "https://%s", certificate-authority-data: %s}}]
                users: [{name: it, user: {token: %s}}]
                contexts: [{name: it, context: {cluster: it, user: it, namespace: %s}}]
                current-context: it
                """.formatted(proxy.address(), authority, token, namespace));
    }

    FaultProxy proxy() {
        return proxy;
    }

    /** Makes Pipes and Kamelets, or changes them to be so; Pipes are for this runtime. */
    public void apply(String yaml) {
        for (var text : yaml.split("(?m)^---$", -1)) {
            var wanted = client.getKubernetesSerialization().unmarshal(text, GenericKubernetesResource.class);
            wanted.getMetadata().setNamespace(namespace);
            if (wanted.getKind().equals("Pipe")) {
                var annotations =
                        new HashMap<>(Optional.ofNullable(wanted.getMetadata().getAnnotations())
                                .orElse(Map.of()));
                annotations.put("camel.apache.org/operator.id", "sightline");
                wanted.getMetadata().setAnnotations(annotations);
            }
            var place = client.genericKubernetesResources(
                            wanted.getKind().equals("Pipe") ? ResourceWatch.PIPES : ResourceWatch.KAMELETS)
                    .inNamespace(namespace)
                    .withName(wanted.getMetadata().getName());
            if (place.get() == null) {
                client.resource(wanted).create();
            } else {
                edit(
                        place,
                        known -> known.getAdditionalProperties()
                                .put("spec", wanted.getAdditionalProperties().get("spec")));
            }
        }
    }

    /** As often as it takes: several write to one Pipe. */
    private static void edit(Resource<GenericKubernetesResource> place, Consumer<GenericKubernetesResource> change) {
        while (true) {
            try {
                place.edit(known -> {
                    change.accept(known);
                    return known;
                });
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    throw e;
                }
            }
        }
    }

    /** Writes labels of a Pipe until it is over, and says how often. */
    int label(String pipe, AtomicBoolean isOver) {
        int count = 0;
        while (!isOver.get()) {
            var label = String.valueOf(count++);
            edit(pipe(pipe), known -> known.getMetadata().setLabels(Map.of("count", label)));
        }
        return count;
    }

    Resource<GenericKubernetesResource> pipe(String name) {
        return client.genericKubernetesResources(ResourceWatch.PIPES)
                .inNamespace(namespace)
                .withName(name);
    }

    List<GenericKubernetesResource> pipes() {
        return client.genericKubernetesResources(ResourceWatch.PIPES)
                .inNamespace(namespace)
                .list()
                .getItems();
    }

    /** Phase, generation that it is about, condition Ready and its message, with a space between. */
    String status(String pipe) {
        return Optional.ofNullable(pipe(pipe).get()).map(TestCluster::status).orElse("");
    }

    static String status(GenericKubernetesResource pipe) {
        Object phase = pipe.get("status", "phase");
        Object generation = pipe.get("status", "observedGeneration");
        List<Map<String, Object>> conditions = pipe.get("status", "conditions");
        var ready = Optional.ofNullable(conditions).orElse(List.of()).stream()
                .filter(condition -> "Ready".equals(condition.get("type")))
                .findFirst()
                .orElse(Map.of());
        return phase + " " + generation + " " + ready.get("status") + " " + ready.get("message");
    }

    @Override
    public void close() {
        client.namespaces().withName(namespace).delete();
        proxy.close();
        client.close();
    }
}
