package io.sightline.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a Job is made of that checks what a workload needs. */
class DoctorTest {
    private static final Pattern COMMAND = Pattern.compile("--from cronjob/RELEASE-sightline-(doctor-[a-z]+)`");

    @Test
    void hasSettingsLoginsAndVolumesOfItsWorkloadAndRunsWhenItIsAskedFor() {
        // Given
        var rendering = Chart.render("{workloads: {sink: {extraEnv: {A: b}, extraVolumes: [{name: keys, secret:"
                + " {secretName: keys}}], extraVolumeMounts: [{name: keys, mountPath: /mnt/keys}]}}}");
        // When
        var doctor =
                rendering.find(CronJob.class, "vision-sightline-doctor-sink").orElseThrow();
        // Then
        assertThat(doctor.getSpec().getSuspend()).isTrue();
        var job = doctor.getSpec().getJobTemplate().getSpec();
        assertThat(job.getBackoffLimit()).isZero();
        var pod = job.getTemplate().getSpec();
        assertThat(pod.getRestartPolicy()).isEqualTo("Never");
        assertThat(pod.getInitContainers()).isEmpty();
        var container = pod.getContainers().get(0);
        var sink = Rendering.sightline(rendering.workload("sink"));
        assertThat(container.getArgs()).containsExactly("doctor");
        assertThat(container.getImage()).isEqualTo(sink.getImage());
        assertThat(container.getEnv())
                .isEqualTo(sink.getEnv())
                .extracting(EnvVar::getName)
                .contains("A");
        assertThat(container.getResources()).isEqualTo(sink.getResources());
        assertThat(container.getVolumeMounts())
                .isEqualTo(sink.getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .contains("/mnt/keys");
        assertThat(container.getLivenessProbe()).isNull();
        assertThat(container.getPorts()).isEmpty();
    }

    @Test
    void isNoPodOfItsWorkloadAndReachesWhatItsWorkloadReaches() {
        var rendering = Chart.render("networkPolicy: {enabled: true}");
        var doctor =
                rendering.find(CronJob.class, "vision-sightline-doctor-api").orElseThrow();
        var labels = doctor.getSpec()
                .getJobTemplate()
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getLabels();
        var policy = rendering
                .find(NetworkPolicy.class, "vision-sightline-doctor-api")
                .orElseThrow();
        var ofApi = rendering.find(NetworkPolicy.class, "vision-sightline-api").orElseThrow();

        assertThat(labels).containsEntry("app.kubernetes.io/component", "doctor-api");
        assertThat(labels)
                .containsAllEntriesOf(policy.getSpec().getPodSelector().getMatchLabels());
        assertThat(policy.getSpec().getEgress()).isEqualTo(ofApi.getSpec().getEgress());
    }

    @Test
    void isLeftOutWhereNobodyWantsIt() {
        var rendering = Chart.render("{doctor: {enabled: false}, networkPolicy: {enabled: true}}");

        assertThat(rendering.all(CronJob.class)).isEmpty();
        assertThat(rendering.find(NetworkPolicy.class, "vision-sightline-doctor-api"))
                .isEmpty();
        assertThat(Chart.notes("doctor: {enabled: false}")).doesNotContain("doctor");
    }

    @Test
    void hasANameThatKubernetesAllowsForCronJobs() {
        var longest = Chart.render(
                "{fullnameOverride: " + "a".repeat(40) + ", workloads: {" + "sixteen-letter-s: {stages: [sink]}}}");

        assertThat(longest.all(CronJob.class))
                .isNotEmpty()
                .allSatisfy(job -> assertThat(job.getMetadata().getName()).hasSizeLessThanOrEqualTo(52));
    }

    @Test
    void isNamedByEachRunbookAndByTheNotes() {
        var notes = Chart.notes("{pipes: {kubernetes: true, checkDefinitions: false}}");
        for (var page : Chart.names("runbooks", ".md")) {
            var text = Chart.read(Chart.FOLDER.resolve("runbooks").resolve(page + ".md"));
            var command = COMMAND.matcher(text);
            assertThat(command.find()).as(page).isTrue();
            assertThat(notes).contains("--from cronjob/vision-sightline-" + command.group(1) + "\n");
        }
    }
}
