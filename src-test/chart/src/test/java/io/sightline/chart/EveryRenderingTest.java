package io.sightline.chart;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.sightline.chart.Cases.Case;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.convert.DurationStyle;

/** What holds of everything that the chart renders, whatever the values. */
class EveryRenderingTest {
    static List<Case> cases() {
        return Cases.all();
    }

    static List<Path> examples() {
        return Chart.examples();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void passesHelmsStrictLint(Path example) {
        assertThat(Chart.lint(example)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isWhatTheApiServerAccepts(Case given) {
        assertThat(given.render().documents()).isNotEmpty();
        assertThat(given.render().documents().stream().flatMap(document -> OpenApi.mistakes(document).stream()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void keepsToThePodSecurityStandardRestricted(Case given) {
        assertThat(given.render().pods()).isNotEmpty().allSatisfy((name, pod) -> {
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(pod.getHostNetwork()).isNull();
            assertThat(pod.getHostPID()).isNull();
            assertThat(pod.getVolumes()).extracting(Volume::getHostPath).containsOnlyNulls();
            assertThat(Rendering.containers(pod)).allSatisfy(EveryRenderingTest::assertRestricted);
        });
    }

    private static void assertRestricted(Container container) {
        var security = container.getSecurityContext();
        assertThat(security.getAllowPrivilegeEscalation()).isFalse();
        assertThat(security.getReadOnlyRootFilesystem()).isTrue();
        assertThat(security.getRunAsNonRoot()).isTrue();
        assertThat(security.getRunAsUser()).isNull();
        assertThat(security.getPrivileged()).isNull();
        assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(security.getCapabilities().getAdd()).isEmpty();
        assertThat(security.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void writesToVolumesAlone(Case given) {
        assertThat(given.render().pods().values())
                .allSatisfy(pod -> assertThat(Rendering.containers(pod))
                        .allSatisfy(container -> assertThat(container.getVolumeMounts())
                                .extracting(VolumeMount::getMountPath)
                                .doesNotHaveDuplicates()
                                .contains("/tmp", "/var/cache/sightline")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void mountsWhatThereIs(Case given) {
        assertThat(given.render().pods().values()).allSatisfy(pod -> {
            assertThat(pod.getVolumes()).extracting(Volume::getName).doesNotHaveDuplicates();
            assertThat(Rendering.containers(pod)
                            .flatMap(it -> it.getVolumeMounts().stream())
                            .map(VolumeMount::getName))
                    .isSubsetOf(pod.getVolumes().stream().map(Volume::getName).toList());
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void namesEachVariableOnce(Case given) {
        assertThat(given.render().pods().values())
                .allSatisfy(pod -> assertThat(Rendering.containers(pod))
                        .allSatisfy(container -> assertThat(container.getEnv())
                                .extracting(EnvVar::getName)
                                .isNotEmpty()
                                .doesNotHaveDuplicates()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesTokensOfTheClusterToPipesAlone(Case given) {
        var pods = given.render().pods();
        assertThat(pods).allSatisfy((name, pod) -> {
            assertThat(pod.getEnableServiceLinks()).isFalse();
            assertThat(pod.getAutomountServiceAccountToken())
                    .isEqualTo(name.matches("Deployment .*-pipes") && needsTheCluster(given));
        });
    }

    private static boolean needsTheCluster(Case given) {
        return given.values().contains("kubernetes: true") || given.toString().equals("values-strimzi-cnpg.yaml");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void labelsEachObjectOnceAndAlike(Case given) {
        var rendering = given.render();
        assertThat(rendering.objects())
                .allSatisfy(object -> assertThat(object.getMetadata().getLabels())
                        .containsEntry("app.kubernetes.io/instance", Chart.RELEASE)
                        .containsEntry("app.kubernetes.io/part-of", "sightline")
                        .containsEntry("app.kubernetes.io/managed-by", "Helm")
                        .containsKeys("app.kubernetes.io/name", "app.kubernetes.io/version", "helm.sh/chart"));
        assertThat(rendering.objects())
                .extracting(it -> it.getKind() + " " + it.getMetadata().getName())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void selectsItsOwnPodsByWhatNeverChanges(Case given) {
        assertThat(given.render().all(Deployment.class)).isNotEmpty().allSatisfy(workload -> {
            var template = workload.getSpec().getTemplate();
            var selector = workload.getSpec().getSelector().getMatchLabels();
            assertThat(selector)
                    .containsOnlyKeys(
                            "app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component");
            assertThat(template.getMetadata().getLabels())
                    .containsAllEntriesOf(selector)
                    .containsEntry(
                            "camel.apache.org/monitor", workload.getMetadata().getName());
            assertThat(template.getMetadata().getAnnotations()).containsKey("checksum/config");
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void takesPodsAwayOnlyWhenOthersServe(Case given) {
        assertThat(given.render().all(Deployment.class)).allSatisfy(workload -> {
            var update = workload.getSpec().getStrategy().getRollingUpdate();
            assertThat(update.getMaxUnavailable().getIntVal()).isZero();
            assertThat(update.getMaxSurge().getIntVal()).isEqualTo(1);
            var pod = workload.getSpec().getTemplate().getSpec();
            var preStop = pod.getContainers().get(0).getLifecycle().getPreStop();
            assertThat(preStop.getSleep().getSeconds()).isPositive();
            // Requests end within the one, and then routes and consumers within the other.
            var properties = given.render().properties(component(workload));
            assertThat(pod.getTerminationGracePeriodSeconds())
                    .isGreaterThan(preStop.getSleep().getSeconds()
                            + seconds(properties.get("spring.lifecycle.timeout-per-shutdown-phase"))
                            + seconds(properties.get("camel.main.shutdown-timeout")));
            assertThat(Duration.ofMillis(
                            ((Number) requireNonNull(properties.get("camel.component.kafka.shutdown-timeout")))
                                    .longValue()))
                    .hasSeconds(seconds(properties.get("camel.main.shutdown-timeout")));
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void probesWhatTheRuntimeServes(Case given) {
        assertThat(given.render().all(Deployment.class)).allSatisfy(workload -> {
            var container = Rendering.sightline(workload);
            assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/actuator/health/liveness");
            assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/actuator/health/liveness");
            assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/actuator/health/readiness");
            assertThat(List.of(
                            container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe()))
                    .allSatisfy(probe ->
                            assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("management"));
            assertThat(container.getPorts()).anySatisfy(port -> {
                assertThat(port.getName()).isEqualTo("management");
                assertThat(port.getContainerPort()).isEqualTo(8081);
            });
            // Start-up waits for servers, and loads models: it has longer than the runtime waits.
            var startup = container.getStartupProbe();
            var waits = given.render().properties(component(workload)).get("sightline.startup.timeout");
            assertThat((long) startup.getPeriodSeconds() * startup.getFailureThreshold())
                    .isGreaterThanOrEqualTo(seconds(waits) + 60);
        });
    }

    private static String component(Deployment workload) {
        return workload.getMetadata().getLabels().get("app.kubernetes.io/component");
    }

    /** Of a property that has its unit, or is a number of them. */
    private static long seconds(Object property) {
        return property instanceof Number number
                ? number.longValue()
                : DurationStyle.SIMPLE.parse(property.toString()).toSeconds();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void bindsMemory(Case given) {
        assertThat(given.render().pods().values())
                .flatExtracting(PodSpec::getContainers)
                .allSatisfy(container -> {
                    assertThat(container.getResources().getLimits()).containsKey("memory");
                    assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
                });
    }
}
