package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.local.LocalRuntime;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@Tag("slow")
@ExtendWith({TestStack.class, OutputCaptureExtension.class})
class OutageIT {
    private static final int FRAMES = 200;

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "s3"})
    void anOutageOfAServerMakesNoDeadLetterAndLosesNothing(String server, DevStack stack, CapturedOutput output) {
        // Given
        var settings = stack.isolate("outage-" + server);
        var database = new Database(settings);
        try (var runtime = LocalRuntime.run(settings);
                var topics = new TopicWriter(settings)) {
            // When
            stack.stop(server);
            try {
                send(topics);
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> output.getOut()
                                .contains("gate closed: nothing is read that needs it dependency=\"" + server));
            } finally {
                stack.restart(server);
            }
            // Then
            awaitAll(database);
            assertThat(database.count("dead_letter")).isZero();
            assertThat(runtime.isRunning()).isTrue();
        }
    }

    @Test
    void aBrokerThatStopsMidwayLosesNothing(DevStack stack) {
        // Given
        var settings = stack.isolate("outage-kafka");
        var database = new Database(settings);
        try (var runtime = LocalRuntime.run(settings);
                var topics = new TopicWriter(settings)) {
            send(topics);
            await().atMost(Duration.ofMinutes(1)).until(() -> database.count("inference") > 0);
            // When
            stack.stop("kafka");
            int before = database.count("inference");
            stack.restart("kafka");
            // Then
            assertThat(before).isLessThan(FRAMES);
            awaitAll(database);
            assertThat(database.count("dead_letter")).isZero();
            assertThat(runtime.isRunning()).isTrue();
        }
    }

    private static void send(TopicWriter topics) {
        for (int i = 0; i < FRAMES; i++) {
            topics.frame("camera-" + i % 4, NumberedPicture.jpeg(i));
        }
        topics.flush();
    }

    private static void awaitAll(Database database) {
        await().atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> database.count("inference") == FRAMES && database.count("frame") == FRAMES);
    }
}
