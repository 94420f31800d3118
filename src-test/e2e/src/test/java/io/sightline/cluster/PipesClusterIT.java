package io.sightline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.pipeline.RuntimeProcess;
import io.sightline.proxy.Fault;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two runtimes that follow a real API server, with the rights that the chart gives them. */
@Tag("cluster")
@ExtendWith(TestStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipesClusterIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** How long the Pipes of a process that is gone may stand still. */
    private static final Duration MOVE = Duration.ofSeconds(30);

    private static final Path SHAPES = Path.of("src", "test", "resources", "pipes");
    private static final String PIPE = """
            apiVersion: camel.apache.org/v1
            kind: Pipe
            metadata: {name: %1$s, annotations: {sightline.runs-on: %2$s}}
            spec:
              source:
                ref: {kind: Kamelet, apiVersion: camel.apache.org/v1, name: timer-source}
                properties: {period: 200, %3$s}
              sink:
                ref: {kind: Kamelet, apiVersion: camel.apache.org/v1, name: log-sink}
            """;
    private static final String ONE = "one-pod";

    private final JsonMapper json = new JsonMapper();
    private final TestCluster cluster = new TestCluster();
    private final Map<String, RuntimeProcess> runtimes = new TreeMap<>();
    private Map<String, String> settings = Map.of();
    private Path folder = Path.of("");
    private String token = "";

    @BeforeAll
    void start(DevStack stack, @TempDir Path place) throws IOException {
        folder = place;
        settings = stack.isolate("cluster");
        token = stack.token("sightline-dev");
        Files.createDirectories(folder.resolve("secrets/camera"));
        Files.writeString(folder.resolve("secrets/camera/words"), "words of a Secret");
        Files.createDirectories(folder.resolve("configmaps/app"));
        Files.writeString(folder.resolve("configmaps/app/count"), "1000000");
        cluster.kubeconfig(folder);
        run("pod-a");
        run("pod-b");
    }

    private void run(String pod) {
        var environment = Map.of("KUBECONFIG", folder.resolve("kubeconfig").toString(), "HOSTNAME", pod);
        var runtime = RuntimeProcess.startIn(
                environment,
                "cluster-" + pod,
                settings,
                "--sightline.stages=api,pipes",
                "--sightline.kubernetes.pipes=true",
                "--logging.level.io.sightline.cluster=debug",
                "--sightline.kubernetes.config-maps=" + folder.resolve("configmaps"),
                "--sightline.kubernetes.secrets=" + folder.resolve("secrets"));
        runtimes.put(pod, runtime.awaitReady());
    }

    @AfterEach
    void removePipes() {
        cluster.pipes()
                .forEach(pipe -> cluster.pipe(pipe.getMetadata().getName()).delete());
        await().atMost(PATIENCE).until(() -> held() == 0);
    }

    @AfterAll
    void stop() {
        runtimes.values().forEach(RuntimeProcess::close);
        cluster.close();
    }

    @Test
    void pipesInTheShapesOfTheDocumentationRun() throws IOException {
        var names = new ArrayList<String>();
        try (Stream<Path> shapes = Files.list(SHAPES)) {
            for (var shape : shapes.sorted().toList()) {
                names.add(shape.getFileName().toString().replace(".pipe.yaml", ""));
                cluster.apply(Files.readString(shape));
            }
        }
        assertThat(names).hasSizeGreaterThanOrEqualTo(10);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(cluster.pipes())
                        .hasSize(names.size())
                        .allSatisfy(pipe ->
                                assertThat(TestCluster.status(pipe)).matches("Ready 1 True pod-[ab] runs it.*")));
        await().atMost(PATIENCE).until(() -> lines("Hello world!") > 0);
    }

    @Test
    void aPipeIsCreatedChangedBrokenMendedAndDeleted() {
        cluster.apply(pipe("changes", ONE, "message: first"));
        awaitStatus("changes", "Ready 1 True pod-[ab] runs it");
        await().atMost(PATIENCE).until(() -> lines("first") > 0);

        cluster.apply(pipe("changes", ONE, "message: second"));
        awaitStatus("changes", "Ready 2 True .*");
        await().atMost(PATIENCE).until(() -> lines("second") > 0);

        cluster.apply(pipe("changes", ONE, "massage: third"));
        awaitStatus("changes", "Error 3 False .*spec\\.source\\.properties\\.massage.*generation 2 runs on in .*");
        var before = lines("second");
        await().atMost(PATIENCE).until(() -> lines("second") > before);

        cluster.apply(pipe("changes", ONE, "message: fourth"));
        awaitStatus("changes", "Ready 4 True .*");
        await().atMost(PATIENCE).until(() -> lines("fourth") > 0);

        cluster.pipe("changes").delete();
        await().atMost(PATIENCE).until(() -> held() == 0);
    }

    @Test
    void aStatusIsTrueWhoeverElseWritesToThePipe() {
        cluster.apply(pipe("contested", ONE, "message: '0'"));
        awaitStatus("contested", "Ready 1 True .*");
        var isOver = new AtomicBoolean();
        var other = CompletableFuture.supplyAsync(() -> cluster.label("contested", isOver));
        int generation = 1;
        // As often as it takes: somebody has written between the look at the Pipe and the patch of its status.
        while (conflicts() == 0) {
            cluster.apply(pipe("contested", ONE, "message: '" + generation + "'"));
            generation++;
            awaitStatus("contested", "Ready " + generation + " True .*");
            assertThat(other).isNotDone();
        }
        isOver.set(true);

        assertThat(other.join()).as("how often somebody else has written").isPositive();
        awaitStatus("contested", "Ready " + generation + " True .*");
    }

    private long conflicts() {
        return runtimes.values().stream()
                .flatMap(runtime -> runtime.output().lines())
                .filter(line -> line.contains("The Pipe was changed meanwhile"))
                .count();
    }

    @Test
    void valuesOfASecretComeFromWhereItIsMounted() {
        cluster.apply(pipe("secret", ONE, "message: '{{secret:camera/words}}'"));
        awaitStatus("secret", "Ready 1 True .*");
        await().atMost(PATIENCE).until(() -> lines("words of a Secret") > 0);

        cluster.apply(pipe("secret", ONE, "message: '{{secret:camera/password}}'"));
        awaitStatus("secret", "Error 2 False .*secret:camera/password.*generation 1 runs on in .*");
        var before = lines("words of a Secret");
        await().atMost(PATIENCE).until(() -> lines("words of a Secret") > before);

        cluster.apply(
                pipe("secret", ONE, "message: '{{secret:camera/words}}', repeatCount: '{{configmap:app/count}}'"));
        awaitStatus("secret", "Ready 3 True .*");
        cluster.apply(pipe("secret", ONE, "message: counted, repeatCount: '{{secret:camera/words}}'"));
        awaitStatus("secret", "Error 4 False .*\\*\\*\\*.*generation 3 runs on in .*");
        assertThat(cluster.status("secret")).doesNotContain("words of");
    }

    @Test
    void whatRunsRunsOnWhileTheApiServerIsAwayForAMinute() {
        cluster.apply(pipe("lasting", ONE, "message: before"));
        awaitStatus("lasting", "Ready 1 True .*");
        await().atMost(PATIENCE).until(() -> lines("before") > 0);

        // Nothing of it tells a connection that is dead from one over which nothing is to be told.
        cluster.proxy().begin(new Fault.BlackHole());
        await().atMost(PATIENCE).until(() -> connected() == 0);
        cluster.apply(pipe("lasting", ONE, "message: behind"));
        long end = System.nanoTime() + MINUTE.toNanos();
        while (System.nanoTime() < end) {
            var seen = lines("before");
            await().atMost(PATIENCE).until(() -> lines("before") > seen + 20);
        }
        assertThat(lines("behind")).isZero();
        assertThat(runtimes.values())
                .allSatisfy(runtime -> assertThat(runtime.managementStatus("/actuator/health/readiness"))
                        .isEqualTo(200));
        cluster.proxy().begin(new Fault.None());

        awaitStatus("lasting", "Ready 2 True .*");
        await().atMost(PATIENCE).until(() -> lines("behind") > 0);
        await().atMost(PATIENCE).until(() -> connected() == runtimes.size());
    }

    @Test
    void aPipeRunsOnOnePodAndMovesWhenThatIsGone() throws Exception {
        cluster.apply(pipe("moves", ONE, "message: moving"));
        cluster.apply(pipe("stays", "every-pod", "message: everywhere"));
        awaitStatus("moves", "Ready 1 True pod-[ab] runs it");
        awaitStatus("stays", "Ready 1 True every process runs it");
        var first = cluster.status("moves").contains("pod-a") ? "pod-a" : "pod-b";
        var second = first.equals("pod-a") ? "pod-b" : "pod-a";
        await().atMost(PATIENCE).until(() -> lines(first, "moving") > 0);
        await().atMost(PATIENCE).until(() -> lines(first, "everywhere") > 0 && lines(second, "everywhere") > 0);
        assertThat(lines(second, "moving")).isZero();
        assertThat(listed(second, "moves").path("runsOn").asText()).startsWith(first + "/");
        assertThat(listed(second, "moves").path("phase").asText()).isEqualTo("ready");
        assertThat(listed(second, "moves").has("exchanges")).isFalse();

        long killed = System.nanoTime();
        Optional.ofNullable(runtimes.get(first)).orElseThrow().kill();
        await().atMost(PATIENCE).until(() -> lines(second, "moving") > 0);
        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(MOVE);
        awaitStatus("moves", "Ready 1 True " + second + " runs it");

        run(first);
        await().atMost(PATIENCE).until(() -> lines(first, "everywhere") > 0);
        assertThat(lines(first, "moving")).isZero();
    }

    private static String pipe(String name, String place, String properties) {
        return PIPE.formatted(name, place, properties);
    }

    private void awaitStatus(String pipe, String expected) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(cluster.status(pipe)).matches(expected));
    }

    private long lines(String text) {
        return runtimes.keySet().stream().mapToLong(pod -> lines(pod, text)).sum();
    }

    private long lines(String pod, String text) {
        return Stream.ofNullable(runtimes.get(pod))
                .flatMap(runtime -> runtime.output().lines())
                .filter(line -> line.contains("Body: " + text + "]"))
                .count();
    }

    private double held() {
        return sum("sightline_pipes_held");
    }

    private double connected() {
        return sum("sightline_kubernetes_connected");
    }

    private double sum(String metric) {
        return runtimes.values().stream()
                .mapToDouble(runtime -> runtime.metric(metric))
                .sum();
    }

    private JsonNode listed(String pod, String pipe) throws Exception {
        var runtime = Optional.ofNullable(runtimes.get(pod)).orElseThrow();
        var request = HttpRequest.newBuilder(runtime.api().resolve("/v1/pipes"))
                .header("Authorization", "Bearer " + token)
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        for (var found : json.readTree(answer.body()).path("pipes")) {
            if (found.path("name").asText().equals(pipe)) {
                return found;
            }
        }
        return json.nullNode();
    }
}
