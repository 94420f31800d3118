package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestStack.class)
class StartupIT {
    @Test
    void waitsForAServerThatIsAwayAndSaysForWhich(DevStack stack) {
        // Given
        var settings = stack.isolate("late");
        stack.stop("s3");
        try (var runtime = RuntimeProcess.start("late", settings)) {
            // When
            await().atMost(Duration.ofMinutes(1)).until(() -> runtime.output().contains("waiting for"));
            stack.restart("s3");
            runtime.awaitReady();
            // Then
            assertThat(runtime.output())
                    .contains("waiting for S3 object storage at ")
                    .contains("camel.component.minio.endpoint");
        }
    }

    @Test
    void endsWithTheSettingToLookAtWhenAServerStaysAway(DevStack stack) {
        // Given
        var settings = stack.isolate("away");
        settings.put("sightline.registry.url", "http://localhost:1/apis/ccompat/v7");
        // When
        try (var runtime = RuntimeProcess.start("away", settings, "--sightline.startup.timeout=1s")) {
            int exit = runtime.awaitExit();
            // Then
            assertThat(exit).isNotZero();
            assertThat(runtime.output())
                    .contains("schema registry at localhost:1 did not accept a connection within 1 s")
                    .contains("sightline.registry.url")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void endsAtAMistypedPropertyAndNamesTheNearestOne(DevStack stack) {
        // When
        try (var runtime = RuntimeProcess.start("mistyped", stack.settings(), "--sightline.topics.frame=x")) {
            int exit = runtime.awaitExit();
            // Then
            assertThat(exit).isNotZero();
            assertThat(runtime.output())
                    .contains("unknown property 'sightline.topics.frame'")
                    .contains("Did you mean 'sightline.topics.frames'?")
                    .doesNotContain("\tat ");
        }
    }
}
