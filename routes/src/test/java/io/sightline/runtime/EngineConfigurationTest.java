package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.inference.Provider;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class EngineConfigurationTest {
    private static final IngestProperties INGEST =
            new IngestProperties(Duration.ofMinutes(5), DataSize.ofMegabytes(10), 50_000_000, 64, 4);

    @Test
    void namesTheSettingOfAModelWithoutAPath() {
        // Given
        var model = new SightlineProperties.Model(SightlineProperties.Origin.DIRECTORY, null, "champion");
        var sightline = new SightlineProperties(Set.of(Stage.API), Map.of("mine", model));
        var detection =
                new DetectionProperties("mine", 1, Duration.ZERO, 0, 0.5, 1, Provider.CPU, Duration.ofSeconds(30));
        // When, then
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> new EngineConfiguration().inferenceEngine(sightline, detection, INGEST))
                .withMessage("sightline.models.mine.path is missing")
                .satisfies(failure -> assertThat(failure.action()).contains("<version>/model.onnx"));
    }
}
