package io.sightline.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who brings the database to the schema, with which settings and login. */
class MigrationsTest {
    private static final String OF_A_JOB =
            "{migrations: {mode: job, existingSecret: owner, usernameKey: user, extraEnv:"
                    + " {A: b}, extraVolumes: [{name: keys, secret: {secretName: keys}}], extraVolumeMounts: [{name: keys,"
                    + " mountPath: /mnt/keys}]}, properties: {spring.flyway.default-schema: vision}}";

    @Test
    void areMadeBeforeAPodStartsWithTheSettingsOfItsProcess() {
        // Given
        var rendering = Chart.render("{workloadDefaults: {extraVolumes: [{name: keys, secret: {secretName: keys}}],"
                + " extraVolumeMounts: [{name: keys, mountPath: /mnt/keys}], extraEnv: {SPRING_FLYWAY_SCHEMAS: a}}}");
        // When
        var migrations = first(rendering, "sink");
        // Then
        assertThat(migrations.getArgs()).containsExactly("migrate");
        assertThat(migrations.getEnv())
                .extracting(EnvVar::getName)
                .containsExactly(
                        "SPRING_CONFIG_ADDITIONAL_LOCATION",
                        "SPRING_DATASOURCE_PASSWORD",
                        "SPRING_DATASOURCE_USERNAME",
                        "SPRING_FLYWAY_SCHEMAS");
        assertThat(files(migrations))
                .isEqualTo(files(Rendering.sightline(rendering.workload("sink"))))
                .hasSize(2);
        assertThat(migrations.getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .contains("/etc/sightline/config", "/mnt/keys");
    }

    @Test
    void areMadeByAJobBeforeAnythingIsChangedWithSettingsThatAreThereBefore() {
        // When
        var rendering = Chart.render(OF_A_JOB);
        // Then
        var job = rendering.find(Job.class, "vision-sightline-migrations").orElseThrow();
        var settings =
                rendering.find(ConfigMap.class, "vision-sightline-migrations").orElseThrow();
        assertThat(hook(job)).isEqualTo("pre-install,pre-upgrade").isEqualTo(hook(settings));
        assertThat(settings.getData().get("application.yaml"))
                .contains("spring.flyway.default-schema: vision", "jdbc:postgresql://postgresql:5432/sightline");
        var container = job.getSpec().getTemplate().getSpec().getContainers().get(0);
        assertThat(files(container)).containsExactly("/etc/sightline/config/application.yaml");
        assertThat(container.getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .contains("/mnt/keys");
        assertThat(container.getEnv()).extracting(EnvVar::getName).contains("A");
        assertThat(rendering.workload("sink").getSpec().getTemplate().getSpec().getInitContainers())
                .isEmpty();
    }

    @Test
    void areMadeByTheRuntimeItselfWhereThatIsWished() {
        assertThat(Chart.render("migrations: {mode: startup}").properties("sink"))
                .doesNotContainKey("spring.flyway.enabled");
    }

    @Test
    void haveALoginOfTheirOwnWhereThereIsOne() {
        var own = "migrations: {existingSecret: owner, usernameKey: user}";
        assertThat(first(Chart.render(own), "sink").getEnv())
                .filteredOn(variable -> variable.getValueFrom() != null)
                .extracting(
                        EnvVar::getName,
                        it -> it.getValueFrom().getSecretKeyRef().getName(),
                        it -> it.getValueFrom().getSecretKeyRef().getKey())
                .containsExactly(
                        tuple("SPRING_DATASOURCE_PASSWORD", "owner", "password"),
                        tuple("SPRING_DATASOURCE_USERNAME", "owner", "user"));
        assertThat(Rendering.sightline(Chart.render(own).workload("sink")).getEnv())
                .filteredOn(variable -> variable.getName().startsWith("SPRING_DATASOURCE_"))
                .allSatisfy(variable -> assertThat(
                                variable.getValueFrom().getSecretKeyRef().getName())
                        .isEqualTo("vision-sightline-development"));
    }

    private static Container first(Rendering rendering, String workload) {
        return rendering
                .workload(workload)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getInitContainers()
                .get(0);
    }

    private static Set<String> files(Container container) {
        return container.getEnv().stream()
                .filter(variable -> variable.getName().equals("SPRING_CONFIG_ADDITIONAL_LOCATION"))
                .findFirst()
                .map(variable -> new TreeSet<>(Set.of(variable.getValue().split(","))))
                .orElseThrow();
    }

    private static String hook(HasMetadata object) {
        return object.getMetadata().getAnnotations().get(Chart.HOOK);
    }
}
