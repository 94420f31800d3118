package io.sightline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class LaunchesTest {
    @Test
    void aVersionGoesLiveUnlessAnythingIsSaid() {
        assertThat(Launches.areWanted(environment(Map.of()))).isTrue();
        assertThat(Launches.areWanted(environment(Map.of("sightline.demo.frames", "20"))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "sightline.demo.promotion, false",
        "sightline.demo.frames, 19",
        "sightline.demo.frames, 0",
        "sightline.detection.model, mine",
        "sightline.models.mine.path, /models/mine",
        "sightline.stages, 'detect,sink'",
        "sightline.promotion.period, 30s"
    })
    void whatPeopleHaveChosenIsNotChangedUnderThem(String name, String value) {
        assertThat(Launches.areWanted(environment(Map.of(name, value)))).isFalse();
    }

    private static StandardEnvironment environment(Map<String, Object> values) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", values));
        return environment;
    }
}
