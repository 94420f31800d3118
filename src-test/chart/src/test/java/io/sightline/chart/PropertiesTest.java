package io.sightline.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a pod's process reads as properties: names that the runtime knows, and what the values say. */
class PropertiesTest {
    @Test
    void allAreKnownToTheRuntime() throws IOException {
        // Given
        var names = new TreeSet<String>();
        var maps = new ArrayList<String>(List.of("sightline.models."));
        for (var property : Metadata.properties()) {
            var name = property.path("name").asText();
            names.add(name);
            if (property.path("type").asText().startsWith("java.util.Map")) {
                maps.add(name + ".");
                maps.add(name + "[");
            }
        }
        // When
        var rendered = new TreeSet<String>();
        for (var given : Cases.all()) {
            var rendering = given.render();
            rendering
                    .all(Deployment.class)
                    .forEach(workload -> rendered.addAll(rendering
                            .properties(workload.getMetadata().getLabels().get("app.kubernetes.io/component"))
                            .keySet()));
        }
        // Then
        assertThat(names).hasSizeGreaterThan(500);
        assertThat(rendered).hasSizeGreaterThan(40);
        assertThat(rendered)
                .allMatch(name -> names.contains(name) || maps.stream().anyMatch(name::startsWith));
    }

    @Test
    void comeFromTheConnections() {
        assertThat(Chart.render("{}").properties("api"))
                .containsEntry("sightline.stages", "api")
                .containsEntry("camel.component.kafka.brokers", "kafka:9092")
                .containsEntry("camel.component.kafka.security-protocol", "PLAINTEXT")
                .containsEntry("camel.component.minio.endpoint", "http://s3:9000")
                .containsEntry("sightline.registry.url", "http://registry:8080/apis/ccompat/v7")
                .containsEntry("sightline.keycloak.server-url", "http://keycloak:8080")
                .containsEntry("sightline.mlflow.url", "http://mlflow:5000")
                .containsEntry("spring.datasource.url", "jdbc:postgresql://postgresql:5432/sightline?sslmode=disable")
                .containsEntry("spring.flyway.enabled", false)
                .containsEntry("sightline.models.text-detector.from", "mlflow")
                .doesNotContainKey("sightline.routes.directory");
    }

    @Test
    void trustTheAuthoritiesThatAreMounted() {
        var rendering = Chart.render(Chart.example("external"), "{}");
        var properties = rendering.properties("detect");
        assertThat(properties)
                .containsEntry("camel.component.kafka.security-protocol", "SASL_SSL")
                .containsEntry("camel.component.kafka.sasl-mechanism", "OAUTHBEARER")
                .containsEntry("sightline.s3.ssl-bundle", "s3")
                .containsEntry(
                        "spring.datasource.url",
                        "jdbc:postgresql://postgresql.example.org:5432/sightline?ApplicationName=sightline"
                                + "&sslmode=verify-full&sslrootcert=%2Fetc%2Fsightline%2Fca%2Fpostgresql%2Fca.crt");
        var mounts = Rendering.sightline(rendering.workload("detect")).getVolumeMounts().stream()
                .map(mount -> mount.getMountPath() + "/ca.crt")
                .toList();
        assertThat(properties.values().stream()
                        .map(Object::toString)
                        .filter(value -> value.startsWith("file:/etc/sightline/ca/"))
                        .map(value -> value.substring("file:".length())))
                .hasSize(4)
                .isSubsetOf(mounts);
        assertThat(properties.get("camel.component.kafka.ssl-truststore-location"))
                .isIn(mounts);
    }

    @Test
    void trustTheGiverOfTokensApartFromTheBrokers() {
        var values = "connections: {kafka: {sasl: {tls: {existingSecret: %s}}}}";
        var without = Chart.render(Chart.example("external"), values.formatted("''"));
        assertThat(login(without)).doesNotContain("truststore");
        var with = Chart.render(Chart.example("external"), values.formatted("tokens-ca"));
        assertThat(login(with)).contains("ssl.truststore.location=\"/etc/sightline/ca/kafka-tokens/ca.crt\"");
        assertThat(with.workload("sink").getSpec().getTemplate().getSpec().getVolumes())
                .filteredOn(volume -> volume.getName().equals("ca-kafka-tokens"))
                .singleElement()
                .satisfies(
                        volume -> assertThat(volume.getSecret().getSecretName()).isEqualTo("tokens-ca"));
    }

    private static String login(Rendering rendering) {
        return String.valueOf(rendering.properties("sink").get("camel.component.kafka.sasl-jaas-config"));
    }

    @Test
    void holdNoLogin() {
        for (var given : Cases.all()) {
            var rendering = given.render();
            rendering
                    .all(Deployment.class)
                    .forEach(workload -> assertThat(rendering
                                    .properties(
                                            workload.getMetadata().getLabels().get("app.kubernetes.io/component"))
                                    .values())
                            .as(given.toString())
                            .noneMatch(value -> value.toString().contains("dev-only")));
        }
    }

    @Test
    void ofOneWorkloadCountBeforeThoseOfAll() {
        var rendering = Chart.render("{properties: {sightline.http.client-rate: 10, logging.level.root: WARN},"
                + " workloads: {api: {properties: {sightline.http.client-rate: 500}}}}");
        assertThat(rendering.properties("api"))
                .containsEntry("sightline.http.client-rate", 500)
                .containsEntry("logging.level.root", "WARN");
        assertThat(rendering.properties("sink")).containsEntry("sightline.http.client-rate", 10);
    }

    @Test
    void changeThePodsThatReadThem() {
        var before = checksums("{}");
        var after = checksums("workloads: {api: {properties: {sightline.http.client-rate: 500}}}");
        assertThat(after.get("api")).isNotEqualTo(before.get("api"));
        assertThat(after.get("sink")).isEqualTo(before.get("sink"));
        assertThat(checksums("connections: {s3: {bucket: other}}").get("sink")).isNotEqualTo(before.get("sink"));
    }

    @Test
    void changeThePodsThatReadALoginInPlainText() {
        assertThat(checksums("connections: {s3: {secretKey: other}}").get("sink"))
                .isNotEqualTo(checksums("{}").get("sink"));
    }

    @Test
    void haveLargeNumbersDigitByDigit() {
        var rendering = Chart.render("{connections: {postgresql: {parameters: {defaultRowFetchSize: 100000000}}},"
                + " workloads: {sink: {extraEnv: {LARGE: 100000000, SHARE: 0.5}, properties: {large: 100000000}}}}");
        assertThat(rendering.properties("sink")).containsEntry("large", 100000000);
        assertThat(rendering.properties("sink").get("spring.datasource.url").toString())
                .contains("defaultRowFetchSize=100000000&");
        assertThat(Rendering.sightline(rendering.workload("sink")).getEnv())
                .extracting(EnvVar::getName, EnvVar::getValue)
                .contains(tuple("LARGE", "100000000"), tuple("SHARE", "0.5"));
    }

    @Test
    void giveConsumersAsLongToEndAsRequests() {
        var rendering = Chart.render("workloads: {sink: {shutdown: {gracefulSeconds: 40}}}");
        assertThat(rendering.properties("sink"))
                .containsEntry("camel.component.kafka.shutdown-timeout", 40000)
                .containsEntry("camel.main.shutdown-timeout", 40);
    }

    private static Map<String, String> checksums(String values) {
        var rendering = Chart.render(values);
        return Map.of("api", checksum(rendering.workload("api")), "sink", checksum(rendering.workload("sink")));
    }

    private static String checksum(Deployment workload) {
        return workload.getSpec().getTemplate().getMetadata().getAnnotations().get("checksum/config");
    }
}
