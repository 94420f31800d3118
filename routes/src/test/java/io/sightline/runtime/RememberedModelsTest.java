package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.model.v1.ModelState;
import io.sightline.model.v1.Status;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

class RememberedModelsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void areEnoughForAProcessThatServesRequestsOnceSomethingHasServed() {
        var environment = environment("api,detect", "sightline.models");
        assertThat(RememberedModels.areEnough(environment)).isFalse();

        remember();

        assertThat(RememberedModels.areEnough(environment)).isTrue();
        assertThat(RememberedModels.areEnough(environment("detect,sink", "sightline.models")))
                .as("that only reads from Kafka")
                .isFalse();
        assertThat(RememberedModels.areEnough(environment("api", "other.models")))
                .as("of another environment")
                .isFalse();
    }

    @Test
    void areNotEnoughWhereNothingIsKept() {
        assertThat(RememberedModels.areEnough(new MockEnvironment().withProperty("sightline.stages", "api")))
                .isFalse();
    }

    private void remember() {
        RememberedModels.of(environment("api", "sightline.models"))
                .keep(ModelState.newBuilder()
                        .setName("mine")
                        .setPinned(false)
                        .setArtifact(List.of())
                        .setDetector("{}")
                        .setSignature("{}")
                        .setStatus(Status.SERVING)
                        .setDecidedAt(Instant.EPOCH)
                        .setEpoch(1)
                        .setSequence(1)
                        .build());
    }

    private MockEnvironment environment(String stages, String topic) {
        return new MockEnvironment()
                .withProperty("sightline.stages", stages)
                .withProperty("sightline.artifacts.cache", folder.toString())
                .withProperty("sightline.topics.models", topic);
    }
}
