package io.sightline.fault.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The release of the chart in a namespace of its own, as an operator handles it: with helm and kubectl. */
final class Release implements AutoCloseable {
    static final String NAME = "sightline";
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Path CHART = Path.of("..", "..", "helm");
    private static final Path RESOURCES = Path.of("src", "test", "resources", "cluster");
    /** Port of each engine behind its Service, by the names of values-dev.yaml. */
    private static final Map<String, Integer> ENGINES =
            Map.of("kafka", 9092, "registry", 8080, "s3", 9000, "postgresql", 5432, "keycloak", 8080, "mlflow", 5000);

    private final KubernetesClient client = new KubernetesClientBuilder().build();
    private final String namespace;
    private final List<String> values;

    /** @param values files that come after values-dev.yaml */
    Release(String namespace, List<Path> values) {
        this.namespace = namespace;
        this.values = Stream.concat(Stream.of(CHART.resolve("examples/values-dev.yaml")), values.stream())
                .flatMap(file -> Stream.of("-f", file.toString()))
                .toList();
    }

    KubernetesClient client() {
        return client;
    }

    String namespace() {
        return namespace;
    }

    /** Makes the namespace, with the strictest standard for pods in force, and a login for the test of the chart. */
    void prepare() {
        kubectl("create", "namespace", namespace);
        kubectl("label", "namespace", namespace, "pod-security.kubernetes.io/enforce=restricted");
        kubectl(
                "create",
                "secret",
                "generic",
                "sightline-test",
                "--from-literal=client-id=sightline-dev",
                "--from-literal=client-secret=dev-only");
    }

    /**
     * Names an engine that runs outside of the cluster.
     *
     * @param port where it listens
     */
    void name(String engine, String address, int port) {
        apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s}
                spec: {ports: [{port: %2$d, targetPort: %4$d}]}
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: %1$s-outside, labels: {kubernetes.io/service-name: %1$s}}
                addressType: IPv4
                endpoints: [{addresses: ["%3$s"]}]
                ports: [{port: %4$d, name: "", protocol: TCP}]
                """.formatted(engine, usualPort(engine), address, port));
    }

    /**
     * Gives an engine that runs outside of the cluster a pod in it, which listens where the engine's own would.
     *
     * @param port where the engine listens outside
     */
    void relay(String engine, String address, int port) throws IOException {
        if (!tryKubectl("get", "configmap", "relay").isDone()) {
            kubectl("create", "configmap", "relay", "--from-file=" + RESOURCES.resolve("Relay.java"));
        }
        apply(Files.readString(RESOURCES.resolve("relay.yaml"))
                .replace("ENGINE", engine)
                .replace("IMAGE", System.getProperty("cluster.image"))
                .replace("PORT", Integer.toString(usualPort(engine)))
                .replace("ADDRESS", address)
                .replace("TARGET", Integer.toString(port)));
        kubectl("wait", "pod/" + engine, "--for=condition=Ready", "--timeout=120s");
    }

    /** Port of an engine's Service, by values-dev.yaml. */
    static int usualPort(String engine) {
        return Objects.requireNonNull(ENGINES.get(engine), engine);
    }

    String helm(String command, String... arguments) {
        var all = new ArrayList<>(List.of("helm", command, NAME));
        if (command.equals("install") || command.equals("upgrade")) {
            all.add(CHART.toString());
            all.addAll(values);
            all.addAll(List.of("--wait", "--timeout", "6m"));
        }
        all.addAll(List.of("-n", namespace));
        all.addAll(Arrays.asList(arguments));
        return Shell.run(all);
    }

    String kubectl(String... arguments) {
        return kubectlReading("", arguments);
    }

    String kubectlReading(String input, String... arguments) {
        return Shell.run(kubectlCommand(arguments), input);
    }

    Shell.Answer tryKubectl(String... arguments) {
        return Shell.attempt(kubectlCommand(arguments), "");
    }

    private List<String> kubectlCommand(String... arguments) {
        return Stream.concat(Stream.of("kubectl", "-n", namespace), Arrays.stream(arguments))
                .toList();
    }

    void apply(String yaml) {
        kubectlReading(yaml, "apply", "-f", "-");
    }

    /** Replaces all pods of some workloads, at the same time. */
    void restart(List<String> workloads) {
        workloads.forEach(workload -> kubectl("rollout", "restart", deployment(workload)));
        workloads.forEach(this::awaitRollout);
    }

    /** Returns when so many pods are ready, and all others are gone. */
    void scale(List<String> workloads, int replicas) {
        workloads.forEach(workload -> kubectl("scale", deployment(workload), "--replicas=" + replicas));
        workloads.forEach(workload -> {
            awaitRollout(workload);
            await().atMost(PATIENCE).until(() -> all(workload).size() == replicas);
        });
    }

    /** Until all pods are of the present kind and ready. */
    void awaitRollout(String workload) {
        kubectl("rollout", "status", deployment(workload), "--timeout=" + PATIENCE.toSeconds() + "s");
    }

    /** Pods that have not been told to end. */
    List<Pod> pods(String workload) {
        return all(workload).stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    /** How often containers of these pods have been started again. */
    int restarts(String workload) {
        return pods(workload).stream()
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .mapToInt(status -> status.getRestartCount())
                .sum();
    }

    private List<Pod> all(String workload) {
        return client.pods()
                .inNamespace(namespace)
                .withLabel("app.kubernetes.io/instance", NAME)
                .withLabel("app.kubernetes.io/component", workload)
                .list()
                .getItems();
    }

    String logs(String workload) {
        return kubectl("logs", deployment(workload), "--tail=-1");
    }

    /** Address of a Service, which this machine reaches too. */
    String service(String name) {
        var found = client.services().inNamespace(namespace).withName(name).get();
        return "http://" + found.getSpec().getClusterIP() + ":"
                + found.getSpec().getPorts().get(0).getPort();
    }

    /** From a pod to which the policies of a workload apply, or, of no workload, to which none does. */
    String connect(String workload, String... addresses) throws IOException {
        var pod = "connect-" + (workload.isEmpty() ? "stranger" : workload);
        var labels = workload.isEmpty()
                ? "{}"
                : "{app.kubernetes.io/name: sightline, app.kubernetes.io/instance: %s, app.kubernetes.io/component: %s}"
                        .formatted(NAME, workload);
        if (!tryKubectl("get", "configmap", "connect").isDone()) {
            kubectl("create", "configmap", "connect", "--from-file=" + RESOURCES.resolve("Connect.java"));
        }
        apply(Files.readString(RESOURCES.resolve("connect.yaml"))
                .replace("NAME", pod)
                .replace("LABELS", labels)
                .replace("IMAGE", System.getProperty("cluster.image"))
                .replace("ADDRESSES", String.join(", ", addresses)));
        kubectl("wait", "pod/" + pod, "--for=jsonpath={.status.phase}=Succeeded", "--timeout=120s");
        var said = kubectl("logs", pod);
        kubectl("delete", "pod", pod);
        return said;
    }

    /** What the doctor of a workload says, which runs as a Job of its CronJob and must find no failure. */
    String examine(String workload) {
        var name = "doctor-" + workload;
        kubectl("create", "job", name, "--from", "cronjob/" + NAME + "-" + name);
        var job = client.batch().v1().jobs().inNamespace(namespace).withName(name);
        await().atMost(PATIENCE)
                .until(() -> !job.get().getStatus().getConditions().isEmpty());
        var said = kubectl("logs", "job/" + name);
        if (!Integer.valueOf(1).equals(job.get().getStatus().getSucceeded())) {
            throw new IllegalStateException("the Job " + name + " failed: " + said);
        }
        return said;
    }

    /** What the API server says to whether an account may do something: yes or no. */
    String may(String account, String... what) {
        var question =
                Stream.concat(Stream.of("auth", "can-i"), Stream.concat(Arrays.stream(what), Stream.of(account)));
        var said = tryKubectl(question.toArray(String[]::new)).text().strip();
        return said.substring(said.lastIndexOf('\n') + 1);
    }

    private static String deployment(String workload) {
        return "deployment/" + NAME + "-" + workload;
    }

    /** Everything of the release that the cluster still has, by kind and name. */
    List<String> leftovers() {
        var kinds = Shell.run(List.of("kubectl", "api-resources", "--namespaced", "--verbs=list", "-o", "name"))
                .lines()
                // Of the others, slices tell; and kubectl warns of the kind itself.
                .filter(kind -> !kind.startsWith("events") && !kind.equals("endpoints"))
                .toList();
        var selector = "app.kubernetes.io/instance=" + NAME;
        return kubectl("get", String.join(",", kinds), "-l", selector, "-o", "name", "--ignore-not-found")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    @Override
    public void close() {
        Shell.attempt(List.of("kubectl", "delete", "namespace", namespace, "--wait=false"), "");
        client.close();
    }
}
