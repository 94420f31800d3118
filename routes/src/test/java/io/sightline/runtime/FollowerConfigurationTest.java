package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.inference.ModelDirectory;
import io.sightline.runtime.SightlineProperties.Model;
import io.sightline.runtime.SightlineProperties.Origin;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FollowerConfigurationTest {
    @Test
    void looksForModelsInTheirFolders() {
        var path = Path.of("models", "mine");

        assertThat(FollowerConfiguration.directories(configured(Origin.DIRECTORY, path, "stable")))
                .containsExactly(Map.entry("mine", new ModelDirectory("mine", path, "stable")));
    }

    @Test
    void namesTheSettingOfAModelWithoutAPath() {
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> FollowerConfiguration.directories(configured(Origin.DIRECTORY, null, "champion")))
                .withMessage("sightline.models.mine.path is missing")
                .satisfies(failure -> assertThat(failure.action()).contains("<version>/model.onnx"));
    }

    @Test
    void needsNoPathForAModelOfMlflow() {
        assertThat(FollowerConfiguration.directories(configured(Origin.MLFLOW, null, "champion")))
                .isEmpty();
    }

    @Test
    void aModelOfNoSaidOriginIsInMlflowUnlessItHasAPath() {
        assertThat(FollowerConfiguration.directories(configured(null, null, "champion")))
                .isEmpty();
        assertThat(FollowerConfiguration.directories(configured(null, Path.of("mine"), "champion")))
                .containsOnlyKeys("mine");
    }

    @Test
    void callsEachProcessOtherwise() {
        assertThat(ProcessName.unique())
                .isNotEqualTo(ProcessName.unique())
                .contains("/" + ProcessHandle.current().pid() + "-");
    }

    private static SightlineProperties configured(@Nullable Origin from, @Nullable Path path, String alias) {
        var model = new Model(from, path, null, alias, "challenger", 0.1, null, false);
        return new SightlineProperties(Set.of(Stage.API), Map.of("mine", model));
    }
}
