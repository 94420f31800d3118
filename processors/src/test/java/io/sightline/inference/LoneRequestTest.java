package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detection.DetectorFamilies;
import io.sightline.picture.PictureLimits;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which session a run gets: the one for latency only when the machine is idle. */
class LoneRequestTest {
    private Path folder;

    @BeforeEach
    void use(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void spreadsARequestOverTheCoresOnlyWhenNothingElseRuns() {
        // Given
        var settings = settings(2, 0);
        var permits = new Permits(settings);
        try (var model = load(settings)) {
            // When
            var first = permits.take(Lane.REQUESTS);
            var second = permits.take(Lane.REQUESTS);
            // Then
            assertThat(model.under(first).model()).isNotSameAs(model.model());
            assertThat(model.under(second).model()).isSameAs(model.model());
            first.close();
            second.close();
            assertThat(permits.take(Lane.REQUESTS).isAlone()).isTrue();
        }
    }

    @Test
    void leavesThePipelineOneCoreForEachPicture() {
        var settings = settings(2, 0);

        assertThat(new Permits(settings).take(Lane.PIPELINE).isAlone()).isFalse();
    }

    @Test
    void hasOneSessionWhereAnotherOneWouldBeTheSame() {
        for (var settings : new EngineSettings[] {settings(1, 0), settings(2, 1), settings(2, 2)}) {
            try (var model = load(settings)) {
                assertThat(model.wide()).isEmpty();
            }
        }
    }

    private LoadedModel load(EngineSettings settings) {
        var model = new ModelFolder(folder.resolve("tiny")).with("1/model.onnx", TinyModel.map("Sigmoid", 0));
        return LoadedModel.load(model.directory().newest(), DetectorFamilies.standard(), settings);
    }

    private static EngineSettings settings(int permits, int threads) {
        return new EngineSettings(
                permits, Duration.ofSeconds(2), 64, 0.5, threads, Provider.CPU, PictureLimits.STANDARD);
    }
}
