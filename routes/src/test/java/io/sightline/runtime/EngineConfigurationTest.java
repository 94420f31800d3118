package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.claim.Sha256;
import io.sightline.inference.Inference;
import io.sightline.inference.InferenceEngine;
import io.sightline.inference.ModelVersion;
import io.sightline.inference.Provider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class EngineConfigurationTest {
    private static final IngestProperties INGEST =
            new IngestProperties(DataSize.ofMegabytes(10), DataSize.ofMegabytes(64), 50_000_000, 64, 4);

    @Test
    void namesTheSettingOfADefaultModelThatIsNotConfigured() {
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> engine(Stage.API))
                .withMessageContaining("sightline.detection.model=mine")
                .satisfies(failure -> assertThat(failure.action()).contains("sightline.models.mine.path"));
    }

    /** Who only tries versions serves nobody. */
    @Test
    void needsNoModelForTheStagePromoteAlone() {
        try (var engine = engine(Stage.PROMOTE)) {
            assertThat(engine.models()).isEmpty();
        }
    }

    private static InferenceEngine engine(Stage stage) {
        var sightline = new SightlineProperties(Set.of(stage), Map.of());
        var detection = new DetectionProperties(
                "mine", 1, Duration.ZERO, 0, 0.5, 1, Provider.CPU, Duration.ofMinutes(5), Duration.ofSeconds(30), 50);
        return new EngineConfiguration().inferenceEngine(sightline, detection, INGEST, new SimpleMeterRegistry());
    }

    @Test
    void timesEachStepOfADetectionByModel() {
        // Given
        var registry = new SimpleMeterRegistry();
        var model = new ModelVersion("mine", "1", Optional.empty(), Optional.empty(), Sha256.of(new byte[0]));
        var inference = new Inference(
                model,
                "{}",
                0.5f,
                1,
                1,
                1,
                List.of(),
                Duration.ofMillis(1),
                Duration.ofMillis(2),
                Duration.ofMillis(3));
        // When
        new InferenceTimers(registry).record(inference);
        // Then
        assertThat(registry.get("sightline.engine.run").tag("model", "mine").timers())
                .extracting(timer -> timer.getId().getTag("step") + " " + timer.count())
                .containsExactlyInAnyOrder("decode 1", "infer 1", "post 1");
    }
}
