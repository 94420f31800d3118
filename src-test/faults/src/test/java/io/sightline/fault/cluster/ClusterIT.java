package io.sightline.fault.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.cluster.Definitions;
import io.sightline.devstack.DevStack;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The chart and the image on a cluster with real nodes, in the order in which an operator meets things: each test does
 * something to one and the same release, and what is done under load ends with the account of all records.
 */
@Tag("cluster")
@EnabledIfSystemProperty(
        named = ClusterStack.ADDRESS,
        matches = ".+",
        disabledReason = "no cluster with nodes is named")
@ExtendWith(ClusterStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class ClusterIT {
    private static final List<String> WORKLOADS = List.of("ingest", "detect", "sink", "api", "promote", "pipes");
    private static final Pattern RECEIVED = Pattern.compile("frame (\\S+) was received");
    private static final String PIPE = """
            apiVersion: camel.apache.org/v1
            kind: Pipe
            metadata: {name: words, annotations: {camel.apache.org/operator.id: sightline}}
            spec:
              source:
                ref: {kind: Kamelet, apiVersion: camel.apache.org/v1, name: %s}
                properties: {period: 500, message: %s}
              sink: {ref: {kind: Kamelet, apiVersion: camel.apache.org/v1, name: log-sink}}
            """;

    private ClusterBench bench;
    private Release release;

    @BeforeAll
    void install(DevStack stack) throws Exception {
        bench = new ClusterBench(stack, "sightline-nodes");
        release = bench.release();
        Definitions.ofCamelK(release.client());
        bench.prepare();
        long begin = System.nanoTime();
        release.helm("install");
        bench.account().note("installed, all pods ready\t" + seconds(begin) + " s");
    }

    @AfterAll
    void close() throws InterruptedException {
        bench.close();
    }

    @Test
    @Order(1)
    void theTestOfTheChartFindsDetections() throws Exception {
        var said = release.helm("test", "--logs");
        assertThat(said).contains("was inferred");
        var frame = RECEIVED.matcher(said);
        assertThat(frame.find()).as(said).isTrue();
        bench.adopt(UUID.fromString(frame.group(1)));
        for (var workload : WORKLOADS) {
            assertThat(release.restarts(workload)).as(workload).isZero();
        }
    }

    @Test
    @Order(2)
    void framesOfRestAndKafkaGetTheirRows() throws Exception {
        var steady = bench.underLoad("nothing", () -> TimeUnit.SECONDS.sleep(30));
        assertThat(steady.sent()).isPositive();
    }

    @Test
    @Order(3)
    void noRequestAndNoRecordIsLostWhenAllWorkloadsAreRestarted() throws Exception {
        // An upgrade and its rollback will do it twice more.
        planned("restart of all at once", () -> release.restart(WORKLOADS));
    }

    @Test
    @Order(4)
    void podsComeAndGo() throws Exception {
        var readers = List.of("ingest", "detect", "sink");
        planned("ingest, detect and sink from 1 to 3 to 1", () -> {
            release.scale(readers, 3);
            release.scale(readers, 1);
        });
        planned("detect from 1 to 0 to 1", () -> {
            release.scale(List.of("detect"), 0);
            bench.awaitQuiet(Duration.ofSeconds(5));
            int before = bench.inferences();
            TimeUnit.SECONDS.sleep(10);
            assertThat(bench.inferences()).as("while nobody detects").isEqualTo(before);
            release.scale(List.of("detect"), 1);
        });
    }

    @Test
    @Order(5)
    void anUpgradeAndItsRollbackLoseNothing() throws Exception {
        bench.underLoad(
                "upgrade, all at once",
                () -> release.helm(
                        "upgrade",
                        "--set",
                        "commonLabels.upgraded=once",
                        "--set",
                        "workloadDefaults.podLabels.upgraded=once"));
        assertThat(release.pods("sink").get(0).getMetadata().getLabels()).containsEntry("upgraded", "once");
        planned("rollback", () -> release.helm("rollback", "--wait", "--timeout", "6m"));
        assertThat(release.pods("sink").get(0).getMetadata().getLabels()).doesNotContainKey("upgraded");
    }

    @Test
    @Order(6)
    void aRouteOfTheConfigMapChangesWithoutARestart() throws Exception {
        var pod = name("pipes");
        awaitWords("the first words");
        var map = "configmap/" + Release.NAME + "-routes";
        var text = release.kubectl("get", map, "-o", "yaml");
        release.kubectlReading(text.replace("the first words", "the second words"), "replace", "-f", "-");
        awaitWords("the second words");
        assertThat(name("pipes")).isEqualTo(pod);
        assertThat(release.restarts("pipes")).isZero();
    }

    @Test
    @Order(7)
    void aPipeIsAppliedChangedBrokenAndMended() {
        release.apply(PIPE.formatted("timer-source", "words-of-the-first-pipe"));
        release.kubectl("wait", "pipe/words", "--for=jsonpath={.status.phase}=Ready", "--timeout=120s");
        awaitWords("words-of-the-first-pipe");
        release.apply(PIPE.formatted("timer-source", "words-of-its-change"));
        awaitWords("words-of-its-change");
        release.apply(PIPE.formatted("no-such-source", "words-of-nobody"));
        release.kubectl("wait", "pipe/words", "--for=jsonpath={.status.phase}=Error", "--timeout=120s");
        assertThat(release.kubectl("get", "pipe", "words", "-o", "yaml")).contains("no-such-source");
        release.apply(PIPE.formatted("timer-source", "words-of-the-mended-one"));
        release.kubectl("wait", "pipe/words", "--for=jsonpath={.status.phase}=Ready", "--timeout=120s");
        awaitWords("words-of-the-mended-one");
        release.kubectl("delete", "pipe", "words");
    }

    @Test
    @Order(8)
    void thePoliciesLetThroughWhatIsNeededAndNothingElse() throws IOException {
        assertThat(release.connect(
                        "sink", "postgresql:5432", "kafka:9092", "mlflow:5000", "s3:9000", "sightline-api:8080"))
                .contains("postgresql:5432 open", "kafka:9092 open", "mlflow:5000 closed", "sightline-api:8080 closed");
        assertThat(release.connect("promote", "mlflow:5000", "kafka:9092", "keycloak:8080"))
                .contains("mlflow:5000 open", "kafka:9092 open", "keycloak:8080 closed");
        var api = release.pods("api").get(0).getStatus().getPodIP();
        assertThat(release.connect("", api + ":8080", api + ":8081", "postgresql:5432"))
                .contains(api + ":8080 closed", api + ":8081 closed", "postgresql:5432 open");
    }

    @Test
    @Order(9)
    void anAccountMayWhatItsStagesNeed() {
        var pipes = "--as=system:serviceaccount:" + release.namespace() + ":" + Release.NAME + "-pipes";
        assertThat(release.may(pipes, "list", "pipes.camel.apache.org")).isEqualTo("yes");
        assertThat(release.may(pipes, "patch", "pipes.camel.apache.org", "--subresource=status"))
                .isEqualTo("yes");
        for (var denied : List.of("get secrets", "update pipes.camel.apache.org", "list pods", "get configmaps")) {
            assertThat(release.may(pipes, denied.split(" "))).as(denied).isEqualTo("no");
        }
        var others = "--as=system:serviceaccount:" + release.namespace() + ":" + Release.NAME;
        for (var denied : List.of("list pipes.camel.apache.org", "get secrets", "list pods")) {
            assertThat(release.may(others, denied.split(" "))).as(denied).isEqualTo("no");
        }
        var sink = release.pods("sink").get(0);
        assertThat(sink.getSpec().getVolumes())
                .as("a token of the API server")
                .noneMatch(volume -> volume.getProjected() != null);
    }

    @Test
    @Order(10)
    void doctorsRunAsJobsAndFindNoFailure() {
        assertThat(release.examine("api")).contains("OK       keycloak.client", "OK       s3", " 0 fail");
        assertThat(release.examine("promote")).contains("OK       mlflow", "OK       host.cache", " 0 fail");
    }

    @Test
    @Order(11)
    void aPodThatIsOutOfMemoryIsStartedAgain() throws Exception {
        bench.underLoad("sink out of memory", () -> {
            var pod = name("sink");
            int before = release.restarts("sink");
            await().atMost(Release.PATIENCE).until(() -> {
                // Beside the runtime this is too much for the pod, and the runtime is the largest.
                release.tryKubectl(
                        "exec", pod, "--", "java", "-Xms300m", "-Xmx300m", "-XX:+AlwaysPreTouch", "-version");
                return release.restarts("sink") > before;
            });
            var state = release.pods("sink")
                    .get(0)
                    .getStatus()
                    .getContainerStatuses()
                    .get(0)
                    .getLastState();
            assertThat(state.getTerminated().getReason()).isEqualTo("OOMKilled");
            release.awaitRollout("sink");
        });
    }

    @Test
    @Order(12)
    void aNodeIsDrained() throws Exception {
        var node = release.pods("sink").get(0).getSpec().getNodeName();
        planned("drain of a node", () -> {
            release.kubectl("drain", node, "--ignore-daemonsets", "--delete-emptydir-data", "--timeout=300s");
            for (var workload : WORKLOADS) {
                release.awaitRollout(workload);
                assertThat(release.pods(workload))
                        .noneMatch(pod -> node.equals(pod.getSpec().getNodeName()));
            }
        });
        release.kubectl("uncordon", node);
        release.restart(List.of("api"));
        assertThat(release.pods("api"))
                .extracting(pod -> pod.getSpec().getNodeName())
                .doesNotHaveDuplicates();
    }

    @Test
    @Order(13)
    @EnabledIfSystemProperty(named = "cluster.crash", matches = ".+")
    void aNodeDies() throws Exception {
        var crash = Objects.requireNonNull(System.getProperty("cluster.crash"));
        // The other one is the way to this one, and has the names of Services.
        var node = "real-2";
        var other = "real-1";
        release.kubectl("cordon", other);
        release.restart(List.of("sink", "detect"));
        release.kubectl("uncordon", other);
        assertThat(release.pods("sink"))
                .allMatch(pod -> node.equals(pod.getSpec().getNodeName()));
        try {
            bench.underLoad("a node killed", () -> {
                Shell.run(List.of("sh", "-c", crash, "crash", node));
                release.kubectl("wait", "node/" + node, "--for=condition=Ready=Unknown", "--timeout=180s");
                for (var workload : WORKLOADS) {
                    await().atMost(Release.PATIENCE)
                            .until(() -> release.pods(workload).stream()
                                    .noneMatch(pod -> node.equals(pod.getSpec().getNodeName())));
                    release.awaitRollout(workload);
                }
            });
        } finally {
            // As whoever takes the machine away does: its pods are known to be gone then.
            release.kubectl("delete", "node", node);
        }
    }

    @Test
    @Order(14)
    void nothingIsLeftOfIt() {
        release.helm("uninstall", "--wait", "--timeout", "5m");
        await().atMost(Release.PATIENCE)
                .untilAsserted(() -> assertThat(release.leftovers()).isEmpty());
    }

    /** What an operator does on purpose costs no client a request, not even one that it may send again. */
    private void planned(String what, ClusterBench.Harm harm) throws Exception {
        assertThat(bench.underLoad(what, harm).repeated()).as(what).isEmpty();
    }

    private static long seconds(long begin) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
    }

    private String name(String workload) {
        return release.pods(workload).get(0).getMetadata().getName();
    }

    private void awaitWords(String words) {
        await().atMost(Release.PATIENCE)
                .untilAsserted(() -> assertThat(release.logs("pipes")).contains(words));
    }
}
