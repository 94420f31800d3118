package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.failure.Dependency;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import io.sightline.gate.Gates;
import io.sightline.gate.Watched;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Status;

/** What an operator sees of the gates: health and metrics. */
class GatesHealthTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-01T08:00:00Z"), ZoneOffset.UTC);

    private final List<Runnable> probes = new ArrayList<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Gates gates = new Gates(
            List.of(
                    new Watched(Dependency.S3, "S3 object storage at store:9000", () -> {}),
                    new Watched(Dependency.KAFKA, () -> {})),
            NOW,
            (delay, probe) -> probes.add(probe));
    private final GatesHealth health = new GatesHealth(gates, Clock.offset(NOW, Duration.ofSeconds(12)));

    @Test
    void saysWhichGateIsClosedWhyAndSinceWhenAndIsNeverDown() {
        // When
        gates.report(failure());
        // Then
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(health.health().getDetails())
                .containsEntry("s3", "closed for 12 s, S3 object storage at store:9000: connection refused")
                .containsEntry("kafka", "open");
    }

    @Test
    void countsClosingsAndShowsWhatIsOpen() {
        // Given
        new GateConfiguration().gateMetrics(gates).bindTo(metrics);
        // When
        gates.report(failure());
        var closed = open("s3");
        probes.get(0).run();
        // Then
        assertThat(closed).isZero();
        assertThat(open("s3")).isOne();
        assertThat(metrics.find("sightline.gate.open")
                        .tag("dependency", "mlflow")
                        .gauge())
                .as("nobody waits before it")
                .isNull();
        assertThat(metrics.get("sightline.gate.closings")
                        .tag("dependency", "s3")
                        .functionCounter()
                        .count())
                .isOne();
    }

    private double open(String dependency) {
        return metrics.get("sightline.gate.open")
                .tag("dependency", dependency)
                .gauge()
                .value();
    }

    private static TransientFailure failure() {
        return new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "connection refused", null, Dependency.S3);
    }
}
