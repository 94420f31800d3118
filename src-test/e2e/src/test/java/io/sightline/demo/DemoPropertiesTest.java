package io.sightline.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class DemoPropertiesTest {
    @Test
    void drawsEightyFramesOfFourSourcesByDefault() {
        // When
        var properties = properties(Map.of());
        // Then
        assertThat(properties.demoFrames().count()).isEqualTo(80);
        assertThat(properties.sources()).containsExactly("camera-1", "camera-2", "camera-3", "camera-4");
        assertThat(properties.promotion()).isTrue();
        assertThat(properties.exit()).isFalse();
    }

    @Test
    void readsEachProperty() {
        // When
        var properties = properties(Map.of(
                "sightline.demo.frames", "200",
                "sightline.demo.promotion", "false",
                "sightline.demo.exit", "true",
                "sightline.demo.seed", "9",
                "sightline.demo.folder", "/pictures",
                "sightline.demo.sources", "a,b"));
        // Then
        assertThat(properties)
                .isEqualTo(new DemoProperties(200, Path.of("/pictures"), false, true, 9, List.of("a", "b")));
    }

    @Test
    void refusesFewerFramesThanNone() {
        assertThatThrownBy(() -> properties(Map.of("sightline.demo.frames", "-1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sightline.demo.frames is -1: give 0 to send nothing, or a number of frames");
    }

    @Test
    void refusesWhatIsNoNumberAndNamesTheProperty() {
        assertThatThrownBy(() -> properties(Map.of("sightline.demo.frames", "many")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sightline.demo.frames is \"many\", which cannot be read: ");
    }

    @Test
    void refusesSourcesWithoutAnId() {
        assertThatThrownBy(() -> properties(Map.of("sightline.demo.sources", "camera-1, ,camera-2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sightline.demo.sources is ");
    }

    private static DemoProperties properties(Map<String, Object> values) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", values));
        return DemoProperties.of(environment);
    }
}
