package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EngineSettingsTest {
    @Test
    void takeASecondSessionWhereARunCanHaveSeveralCores() {
        var settings = EngineSettings.standard();

        assertThat(settings.with(1, Duration.ZERO).sessions()).isEqualTo(1);
        assertThat(settings.with(2, Duration.ZERO).sessions())
                .isEqualTo(Math.min(2, Runtime.getRuntime().availableProcessors()));
    }
}
