package io.sightline.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who reaches whom. */
class NetworkTest {
    private static final String WAYS = "networkPolicy: {gateway: [{namespaceSelector: {matchLabels: {name: edge}}}],"
            + " monitoring: [{namespaceSelector: {matchLabels: {name: monitoring}}}]}";

    @ParameterizedTest
    @CsvSource({
        "ingest, 53 5432 8080 9000 9092",
        "detect, 53 5432 8080 9000 9092",
        "sink, 53 5432 8080 9000 9092",
        "api, 53 5432 8080 8180 9000 9092",
        "promote, 53 5000 5432 8080 9000 9092",
        "pipes, 53 443 5432 6443 8080 9000 9092"
    })
    void aPodReachesThePortsOfItsOwnConnections(String workload, String ports) {
        var policy = policy(
                Chart.render("{connections: {keycloak: {serverUrl: 'http://keycloak:8180'}}, pipes: {kubernetes: true,"
                        + " checkDefinitions: false}}"),
                workload);
        assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(egress(policy)).isEqualTo(ports);
    }

    @Test
    void portsFollowTheAddresses() {
        var policy = policy(
                Chart.render(
                        Chart.example("external"),
                        "connections: {registry: {url: 'https://registry:8443/x'}, kafka: {brokers: 'a:9093,b:9094'}}"),
                "detect");
        assertThat(egress(policy)).isEqualTo("53 443 5432 8443 9093 9094");
    }

    @Test
    void everyWorkloadReachesTheCollectorOfTraces() {
        var rendering = Chart.render("connections: {tracing: {endpoint: 'http://collector:4318'}}");
        assertThat(egress(policy(rendering, "sink"))).isEqualTo("53 4318 5432 8080 9000 9092");
        assertThat(egress(policy(rendering, "detect"))).isEqualTo("53 4318 5432 8080 9000 9092");
    }

    @Test
    void portsBehindServicesAreThoseThatAPolicySees() {
        var rendering = Chart.render(
                Chart.example("external"),
                "networkPolicy: {dnsPorts: [5353], ports: {s3: [8080], postgresql: [6432], keycloak: [8543]}}");
        assertThat(egress(policy(rendering, "sink"))).isEqualTo("443 5353 5432 6432 8080 8543 9093");
        assertThat(egress(policy(rendering, "migrations"))).isEqualTo("5353 5432 6432");
        assertThat(egress(policy(rendering, "test"))).isEqualTo("443 5353 8080 8543");
        assertThat(egress(policy(Chart.render(Chart.example("strimzi-cnpg"), "fullnameOverride: ''"), "sink")))
                .contains("8080");
    }

    @Test
    void enginesAreBoundToTheirPeers() {
        var policy = policy(Chart.render(Chart.example("external"), "{}"), "sink");
        assertThat(policy.getSpec().getEgress())
                .filteredOn(rule -> rule.getPorts().get(0).getPort().getIntVal() == 5432)
                .singleElement()
                .satisfies(rule ->
                        assertThat(rule.getTo().get(0).getIpBlock().getCidr()).isEqualTo("192.0.2.0/24"));
    }

    @Test
    void onlyGatewayAndTestReachTheApiAndOnlyMonitoringTheManagementPort() {
        var rendering = Chart.render(WAYS);
        var api = policy(rendering, "api").getSpec().getIngress();
        assertThat(api).hasSize(2);
        assertThat(api.get(0).getPorts()).extracting(NetworkPolicyPort::getPort).containsExactly(new IntOrString(8080));
        assertThat(api.get(0).getFrom()).hasSize(2);
        assertThat(api.get(0).getFrom().get(0).getPodSelector().getMatchLabels())
                .containsEntry("app.kubernetes.io/component", "test");
        assertThat(api.get(0).getFrom().get(1).getNamespaceSelector().getMatchLabels())
                .containsEntry("name", "edge");
        assertThat(api.get(1).getPorts()).extracting(NetworkPolicyPort::getPort).containsExactly(new IntOrString(8081));
        assertThat(policy(rendering, "sink").getSpec().getIngress())
                .singleElement()
                .satisfies(rule ->
                        assertThat(rule.getPorts().get(0).getPort().getIntVal()).isEqualTo(8081));
        assertThat(policy(Chart.render("{}"), "sink").getSpec().getIngress()).isEmpty();
    }

    @Test
    void everyPodHasAPolicyOfItsOwn() {
        var rendering = Chart.render(Chart.example("external"), "{}");
        var components = rendering.all(NetworkPolicy.class).stream()
                .map(policy ->
                        policy.getSpec().getPodSelector().getMatchLabels().get("app.kubernetes.io/component"))
                .collect(Collectors.toSet());
        var pods = new TreeSet<String>(Set.of("migrations"));
        rendering
                .all(Deployment.class)
                .forEach(it -> pods.add(it.getMetadata().getLabels().get("app.kubernetes.io/component")));
        rendering
                .all(Pod.class)
                .forEach(it -> pods.add(it.getMetadata().getLabels().get("app.kubernetes.io/component")));
        rendering
                .all(CronJob.class)
                .forEach(it -> pods.add(it.getMetadata().getLabels().get("app.kubernetes.io/component")));
        assertThat(components).isEqualTo(pods).contains("test");
    }

    @Test
    void theManagementPortIsOfNoServiceThatAWayFromOutsideLeadsTo() {
        var rendering = Chart.render("{monitoring: {serviceMonitor: {enabled: true}}, httpRoute: {enabled: true,"
                + " parentRefs: [{name: public}]}, ingress: {enabled: true, host: a.example.org}}");
        assertThat(rendering
                        .find(Service.class, "vision-sightline-api")
                        .orElseThrow()
                        .getSpec()
                        .getPorts())
                .singleElement()
                .satisfies(port -> assertThat(port.getTargetPort().getStrVal()).isEqualTo("http"));
        assertThat(rendering.all(HTTPRoute.class)).singleElement().satisfies(route -> {
            var backend = route.getSpec().getRules().get(0).getBackendRefs().get(0);
            assertThat(backend.getName()).isEqualTo("vision-sightline-api");
            assertThat(backend.getPort()).isEqualTo(8080);
        });
        assertThat(rendering.all(Ingress.class)).singleElement().satisfies(ingress -> {
            var backend = ingress.getSpec()
                    .getRules()
                    .get(0)
                    .getHttp()
                    .getPaths()
                    .get(0)
                    .getBackend();
            assertThat(backend.getService().getName()).isEqualTo("vision-sightline-api");
            assertThat(backend.getService().getPort().getName()).isEqualTo("http");
        });
        var management =
                rendering.find(Service.class, "vision-sightline-management").orElseThrow();
        assertThat(management.getSpec().getClusterIP()).isEqualTo("None");
    }

    private static NetworkPolicy policy(Rendering rendering, String workload) {
        return rendering
                .find(NetworkPolicy.class, "vision-sightline-" + workload)
                .orElseThrow();
    }

    private static String egress(NetworkPolicy policy) {
        return policy.getSpec().getEgress().stream()
                .flatMap(rule -> rule.getPorts().stream())
                .map(port -> port.getPort().getIntVal())
                .distinct()
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
    }
}
