package io.sightline.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code java -jar sightline.jar doctor} with all that it can be asked for, and no server. */
@Tag("slow")
@ExtendWith(TestStack.class)
class DoctorAwayIT {
    @Test
    void saysOfEachServerThatItIsAway(DevStack stack) {
        // Given
        var settings = stack.settings();
        settings.put("camel.component.kafka.brokers", "localhost:1");
        settings.put("camel.component.minio.endpoint", "http://localhost:1");
        settings.put("sightline.registry.url", "http://localhost:1");
        settings.put("sightline.keycloak.server-url", "https://localhost:1");
        settings.put("sightline.mlflow.url", "https://localhost:1");
        settings.put("sightline.models.far.from", "mlflow");
        settings.put("spring.datasource.url", "jdbc:postgresql://localhost:1/sightline?sslmode=require");
        settings.put("spring.datasource.password", "not-shown-7");
        // When
        var doctor = Doctor.ask(settings);
        // Then
        for (var server : new String[] {
            "kafka",
            "s3",
            "clock.s3",
            "registry",
            "postgresql",
            "keycloak",
            "mlflow",
            "tls.keycloak",
            "tls.mlflow",
            "tls.postgresql"
        }) {
            assertThat(doctor.found(server)).startsWith("fail: ");
            assertThat(doctor.wayOut(server)).isNotEmpty();
        }
        assertThat(doctor.findings().values())
                .extracting(finding -> finding.path("outcome").asText())
                .contains("skipped");
        assertThat(doctor.output())
                .doesNotContain("not-shown-7", String.valueOf(settings.get("camel.component.minio.secret-key")));
        assertThat(doctor.status()).isEqualTo(1);
        assertThat(doctor.findings().keySet().stream()
                        .map(check -> check.replaceFirst("^model\\.(?!default$).*", "model.*"))
                        .collect(Collectors.toSet()))
                .as("checks of which some test sees a failure")
                .isEqualTo(FailingChecks.read().keySet());
    }
}
