package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.claim.Sha256;
import io.sightline.inference.ModelVersion;
import io.sightline.inference.ServedRuns;
import io.sightline.lifecycle.FollowedState;
import io.sightline.lifecycle.FollowedState.Condition;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Status;

class ModelsHealthTest {
    @Test
    void saysWhatServes() {
        assertThat(ModelsHealth.describe(state(Condition.SERVING, "7", null))).isEqualTo("version 7 serves");
        assertThat(ModelsHealth.describe(state(Condition.LOADING, null, null))).isEqualTo("nothing serves yet");
    }

    @Test
    void saysWhyWhatWasAnnouncedDoesNot() {
        assertThat(ModelsHealth.describe(state(Condition.FAILED, "7", "no such file")))
                .isEqualTo("version 7 serves; not what was announced: no such file");
        assertThat(ModelsHealth.describe(state(Condition.FAILED, null, "no such file")))
                .isEqualTo("nothing serves; not what was announced: no such file");
        assertThat(ModelsHealth.describe(state(Condition.SERVING, "7", "challenger: no such file")))
                .isEqualTo("version 7 serves; not what was announced: challenger: no such file");
    }

    @Test
    void isUpInAProcessThatInfersNothing() {
        assertThat(new ModelsHealth(() -> null).health().getStatus()).isEqualTo(Status.UP);
    }

    private static FollowedState state(Condition condition, @Nullable String version, @Nullable String message) {
        return new FollowedState(
                "mine",
                condition,
                Optional.ofNullable(message),
                Optional.ofNullable(version).map(ModelsHealthTest::runs),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static ServedRuns runs(String version) {
        return new ServedRuns(
                new ModelVersion("mine", version, Optional.empty(), Optional.empty(), Sha256.of(new byte[0])),
                0,
                0,
                OptionalLong.empty(),
                OptionalLong.empty());
    }
}
