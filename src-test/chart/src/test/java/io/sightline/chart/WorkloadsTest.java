package io.sightline.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** One Deployment for each group of stages, and what belongs to it. */
class WorkloadsTest {
    private static final String ROUTES = "routes: {files: {count.camel.yaml: '- route: {}'}}";
    private static final String PIPES = "pipes: {kubernetes: true, checkDefinitions: false}";

    @Test
    void areOneDeploymentEachOfOneImage() {
        var rendering =
                Chart.render("{image: {repository: registry.example.org/sightline, tag: 1.2.3}, " + ROUTES + "}");
        assertThat(rendering.all(Deployment.class))
                .extracting(it -> it.getMetadata().getName())
                .containsExactlyInAnyOrder(
                        "vision-sightline-ingest",
                        "vision-sightline-detect",
                        "vision-sightline-sink",
                        "vision-sightline-api",
                        "vision-sightline-promote",
                        "vision-sightline-pipes");
        assertThat(rendering.pods().values().stream().flatMap(Rendering::containers))
                .allSatisfy(container ->
                        assertThat(container.getImage()).isEqualTo("registry.example.org/sightline:1.2.3"));
        assertThat(rendering.all(PodDisruptionBudget.class)).hasSize(6);
    }

    @Test
    void haveLabelsOfWhomIsNearestAndThoseOfTheChartAsTheyAre() {
        var labels = Chart.render("{commonLabels: {team: vision, site: a, helm.sh/chart: mine}, workloadDefaults:"
                        + " {podLabels: {team: eyes}}}")
                .workload("api")
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getLabels();
        assertThat(labels)
                .containsEntry("team", "eyes")
                .containsEntry("site", "a")
                .containsEntry("helm.sh/chart", "sightline-0.1.0");
    }

    @Test
    void areRunByDigestWhereThereIsOne() {
        assertThat(Rendering.sightline(
                                Chart.render(Chart.example("airgapped"), "{}").workload("api"))
                        .getImage())
                .isEqualTo("registry.internal:5000/sightline@sha256:" + "0".repeat(64));
    }

    @Test
    void ofPipesAreThereForWhatIsToBeRun() {
        for (var values : List.of(
                "{}",
                "pipes: {checkDefinitions: false}",
                "workloads: {pipes: {properties: {logging.level.root: WARN}}}")) {
            assertThat(Chart.render(values).find(Deployment.class, "vision-sightline-pipes"))
                    .isEmpty();
        }
        for (var values : List.of(
                ROUTES,
                PIPES,
                "routes: {existingConfigMap: mine}",
                "workloads: {pipes: {properties: {sightline.routes.directory: /mnt/routes}}}",
                "workloads: {pipes: {extraEnv: {SIGHTLINE_ROUTES_DIRECTORY: /mnt/routes}}}")) {
            assertThat(Chart.render(values).find(Deployment.class, "vision-sightline-pipes"))
                    .as(values)
                    .isPresent();
        }
    }

    @Test
    void canBeMadeAndTakenAway() {
        var rendering = Chart.render(
                "workloads: {edge: {stages: [api, pipes], replicas: 2}, api: {enabled: false}, sink: null}");
        assertThat(rendering.all(Deployment.class))
                .extracting(it -> it.getMetadata().getName())
                .contains("vision-sightline-edge")
                .doesNotContain("vision-sightline-api", "vision-sightline-sink");
        assertThat(rendering.properties("edge")).containsEntry("sightline.stages", "api,pipes");
        assertThat(rendering.workload("edge").getSpec().getReplicas()).isEqualTo(2);
        assertThat(rendering.find(Service.class, "vision-sightline-edge")).isPresent();
    }

    @Test
    void takeFalseAndZeroForWhatTheyAre() {
        var rendering = Chart.render("{workloadDefaults: {podDisruptionBudget: {enabled: true}}, workloads:"
                + " {api: {spread: [], replicas: 0, podDisruptionBudget: {enabled: false}}}}");
        var api = rendering.workload("api").getSpec();
        assertThat(api.getReplicas()).isZero();
        assertThat(api.getTemplate().getSpec().getTopologySpreadConstraints()).isEmpty();
        assertThat(rendering.find(PodDisruptionBudget.class, "vision-sightline-api"))
                .isEmpty();
        assertThat(rendering.workload("sink").getSpec().getTemplate().getSpec().getTopologySpreadConstraints())
                .as("by zone, nothing would be spread where nodes have no zones")
                .extracting(constraint -> constraint.getTopologyKey())
                .containsExactly("kubernetes.io/hostname");
    }

    @Test
    void haveNoReplicasOfTheirOwnWhereAnAutoscalerDecides() {
        var rendering = Chart.render(Chart.example("gateway-keda"), "{}");
        for (var name : List.of("ingest", "detect", "sink", "api")) {
            assertThat(rendering.workload(name).getSpec().getReplicas()).isNull();
        }
        assertThat(rendering.workload("promote").getSpec().getReplicas()).isEqualTo(1);
        var scaler = rendering
                .find(HorizontalPodAutoscaler.class, "vision-sightline-api")
                .orElseThrow()
                .getSpec();
        assertThat(scaler.getMinReplicas()).isEqualTo(2);
        assertThat(scaler.getMaxReplicas()).isEqualTo(6);
        var down = scaler.getBehavior().getScaleDown();
        assertThat(down.getStabilizationWindowSeconds()).isEqualTo(300);
        assertThat(down.getPolicies().get(0).getValue()).isEqualTo(1);
    }

    @Test
    void scaleByTheLagOfTheGroupsThatTheStagesReadIn() {
        var objects = Chart.render(Chart.example("gateway-keda"), "{}").kind("ScaledObject");
        assertThat(objects.stream().flatMap(object -> {
                    var triggers = object.at("/spec/triggers");
                    return StreamSupport.stream(triggers.spliterator(), false)
                            .map(it -> it.at("/metadata/consumerGroup").asText() + " "
                                    + it.at("/metadata/topic").asText());
                }))
                .containsExactlyInAnyOrder(
                        "sightline-ingest sightline.frames",
                        "sightline-detect sightline.claims",
                        "sightline-sink-claims sightline.claims",
                        "sightline-sink-inferences sightline.inferences",
                        "sightline-sink-dead-letters sightline.dead-letters");
        assertThat(objects).anySatisfy(object -> {
            assertThat(object.at("/metadata/name").asText()).isEqualTo("vision-sightline-detect");
            assertThat(object.at("/spec/minReplicaCount").asInt(-1)).isZero();
        });
    }

    @Test
    void readLoginsFromSecretsThatExist() {
        var container = Rendering.sightline(
                Chart.render(Chart.example("external"), "{}").workload("promote"));
        assertThat(container.getEnv())
                .filteredOn(variable -> variable.getValueFrom() != null)
                .extracting(
                        EnvVar::getName,
                        it -> it.getValueFrom().getSecretKeyRef().getName(),
                        it -> it.getValueFrom().getSecretKeyRef().getKey())
                .contains(
                        tuple("KAFKA_PASSWORD", "kafka-client", "client-secret"),
                        tuple("SPRING_DATASOURCE_PASSWORD", "postgresql-login", "password"),
                        tuple("CAMEL_COMPONENT_MINIO_SECRET_KEY", "s3-keys", "secret-key"),
                        tuple("SIGHTLINE_MLFLOW_PASSWORD", "mlflow-login", "password"));
        assertThat(Chart.render(Chart.example("external"), "{}").all(Secret.class))
                .isEmpty();
    }

    @Test
    void keepLoginsInPlainTextInASecretOfTheChart() {
        var secret = Chart.render("{}")
                .find(Secret.class, "vision-sightline-development")
                .orElseThrow();
        assertThat(secret.getStringData())
                .containsOnlyKeys(
                        "SPRING_DATASOURCE_USERNAME",
                        "SPRING_DATASOURCE_PASSWORD",
                        "CAMEL_COMPONENT_MINIO_ACCESS_KEY",
                        "CAMEL_COMPONENT_MINIO_SECRET_KEY");
    }

    @Test
    void ofPipesMayReadPipesAndSayHowTheyFareAndNothingElse() {
        var rendering = Chart.render(PIPES);
        assertThat(rendering.all(Role.class))
                .singleElement()
                .satisfies(role -> assertThat(role.getRules())
                        .extracting(PolicyRule::getApiGroups, PolicyRule::getResources, PolicyRule::getVerbs)
                        .containsExactly(
                                tuple(
                                        List.of("camel.apache.org"),
                                        List.of("pipes", "kamelets"),
                                        List.of("get", "list", "watch")),
                                tuple(List.of("camel.apache.org"), List.of("pipes/status"), List.of("patch"))));
        assertThat(rendering.all(RoleBinding.class))
                .singleElement()
                .satisfies(binding -> assertThat(binding.getSubjects())
                        .singleElement()
                        .satisfies(subject -> assertThat(subject.getName()).isEqualTo("vision-sightline-pipes")));
        assertThat(rendering.workload("pipes").getSpec().getTemplate().getSpec().getServiceAccountName())
                .isEqualTo("vision-sightline-pipes");
        assertThat(rendering.workload("api").getSpec().getTemplate().getSpec().getServiceAccountName())
                .isEqualTo("vision-sightline");
        assertThat(rendering.all(ServiceAccount.class))
                .allSatisfy(account ->
                        assertThat(account.getAutomountServiceAccountToken()).isFalse());
        assertThat(Chart.render("{}").all(Role.class)).isEmpty();
    }

    @Test
    void runRoutesOfAConfigMapAndTakeChangesLive() {
        var before = Chart.render("routes: {files: {a.camel.yaml: '- route: {}'}}");
        var after = Chart.render("routes: {files: {a.camel.yaml: '- route: {id: b}'}}");
        assertThat(before.find(ConfigMap.class, "vision-sightline-routes")
                        .orElseThrow()
                        .getData())
                .containsOnlyKeys("a.camel.yaml");
        assertThat(before.properties("pipes")).containsEntry("sightline.routes.directory", "/etc/sightline/routes");
        assertThat(after.workload("pipes").getSpec().getTemplate())
                .isEqualTo(before.workload("pipes").getSpec().getTemplate());
        var restarted = "routes: {restartOnChange: true, files: {a.camel.yaml: '- route: {%s}'}}";
        assertThat(Chart.render(restarted.formatted("id: b"))
                        .workload("pipes")
                        .getSpec()
                        .getTemplate())
                .isNotEqualTo(Chart.render(restarted.formatted(""))
                        .workload("pipes")
                        .getSpec()
                        .getTemplate());
    }

    @Test
    void readSecretsByTheirNameWhateverVolumesMayBeCalled() {
        var name = "a.very-long.name-" + "x".repeat(60);
        var pod = Chart.render("{pipes: {secrets: [" + name + "], configMaps: [sites]}, " + ROUTES + "}")
                .workload("pipes")
                .getSpec()
                .getTemplate()
                .getSpec();
        assertThat(pod.getVolumes())
                .allSatisfy(volume -> assertThat(volume.getName()).matches("[a-z0-9-]{1,63}"))
                .filteredOn(volume -> volume.getSecret() != null)
                .extracting(volume -> volume.getSecret().getSecretName())
                .containsExactly(name);
        assertThat(pod.getContainers().get(0).getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .contains("/etc/camel/conf.d/_secrets/" + name, "/etc/camel/conf.d/_configmaps/sites");
    }

    @Test
    void runWhereTheDefaultsSayAndSoDoTheJobsAndTheTest() {
        var pods = Chart.render(
                        "{workloadDefaults: {nodeSelector: {pool: vision}, tolerations: [{key: vision, operator:"
                                + " Exists}], priorityClassName: high}, migrations: {mode: job, existingSecret: owner}}")
                .pods();
        assertThat(pods).hasSize(12).allSatisfy((name, pod) -> {
            assertThat(pod.getNodeSelector()).containsEntry("pool", "vision");
            assertThat(pod.getTolerations()).hasSize(1);
            assertThat(pod.getPriorityClassName()).isEqualTo("high");
        });
    }

    @Test
    void ofTheApiAnswerByTlsWhereThereIsACertificateAndProbesDoNot() {
        var rendering = Chart.render("tls: {existingSecret: certificate}");
        assertThat(rendering.properties("api"))
                .containsEntry("server.ssl.bundle", "api")
                .containsEntry("management.server.ssl.enabled", false);
        assertThat(rendering.properties("sink")).doesNotContainKey("server.ssl.bundle");
    }
}
