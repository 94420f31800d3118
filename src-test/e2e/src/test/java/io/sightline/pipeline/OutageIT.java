package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.local.LocalRuntime;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestStack.class)
class OutageIT {
    private static final int FRAMES = 60;

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "s3", "kafka"})
    void anOutageOfAServerMakesNoDeadLetterAndLosesNothing(String server, DevStack stack) {
        // Given
        var settings = stack.isolate("outage-" + server);
        var database = new Database(settings);
        try (var runtime = LocalRuntime.run(settings);
                var topics = new TopicWriter(settings)) {
            for (int i = 0; i < FRAMES; i++) {
                topics.frame("camera-" + i % 4, NumberedPicture.jpeg(i));
            }
            topics.flush();
            await().atMost(Duration.ofMinutes(1)).until(() -> database.count("inference") > 0);
            // When
            stack.stop(server);
            stack.restart(server);
            // Then
            await().atMost(Duration.ofMinutes(2))
                    .ignoreExceptions()
                    .until(() -> database.count("inference") == FRAMES && database.count("frame") == FRAMES);
            assertThat(database.count("dead_letter")).isZero();
            assertThat(runtime.isRunning()).isTrue();
        }
    }
}
