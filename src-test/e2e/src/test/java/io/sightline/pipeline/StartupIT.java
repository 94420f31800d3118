package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.local.LocalRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith({TestStack.class, OutputCaptureExtension.class})
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

    /** The machine has no container's limit, so that the heap is beyond it. */
    @Test
    void endsWhereTheHeapLeavesNoRoomForTheModel(DevStack stack) {
        // Given
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx4t",
                "-Xms64m",
                "-jar",
                Path.of("..", "..", "routes", "target", "sightline", "sightline.jar")
                        .toString());
        // When
        try (var runtime =
                RuntimeProcess.startBy(command, "no-room", stack.isolate("no-room"), "--sightline.stages=detect")) {
            int exit = runtime.awaitExit();
            // Then
            assertThat(exit).isNotZero();
            assertThat(runtime.output())
                    .contains("model text-detector version 1 finds no room in the memory of this process")
                    .contains("the heap up to 4194304 MiB", "resources.limits.memory")
                    .doesNotContain("\tat ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sightline.registry.url | http://localhost:1 | schema registry at localhost:1 did not accept a connection within 1 s | look at sightline.registry.url",
                "camel.component.minio.secret-key | wrong | refuses: SignatureDoesNotMatch | .access-key, .secret-key",
                "camel.component.minio.access-key | '' | there is no key for the S3 object storage | camel.component.minio.access-key",
                "sightline.s3.bucket | no-such-bucket | has no bucket no-such-bucket | look at sightline.s3.bucket",
                "sightline.registry.url | localhost:8082 | sightline.registry.url has 'localhost:8082', which names no server | Write it as http://",
                "spring.datasource.url | nosuch | database \"nosuch\" does not exist | spring.datasource.url, .username and .password",
                "sightline.stages | ingst | sightline.stages=ingst is no list of ingest, detect, | README",
                "sightline.models.text-detector.path | nowhere | does not exist; sightline.models.text-detector.path | README",
                "sightline.http.body-timeout | 0s | sightline.http.body-timeout=0s is refused: must be longer than or equal to 1 second | README",
                "sightline.http.client-rate | abc | sightline.http.client-rate=abc is no whole number | README",
                "sightline.detection.model | nosuch | sightline.detection.model=nosuch: model nosuch is not configured; configured are [text-detector] | README"
            })
    void endsAtASettingThatCannotBeRightWithAPlainMessage(
            String setting, String value, String what, String wayOut, DevStack stack, CapturedOutput output) {
        // Given
        var settings = stack.settings();
        // Models are loaded only where they are needed, and most of these are not about models.
        settings.put("sightline.stages", setting.contains("model") ? "detect" : "sink");
        settings.put("sightline.startup.timeout", "1s");
        settings.put("spring.flyway.connect-retries", "0");
        settings.put("spring.datasource.hikari.connection-timeout", "1000");
        // Only the database's name is wrong: the server is the stack's.
        var server = settings.getOrDefault("spring.datasource.url", "").replaceFirst("[^/]*$", "");
        settings.put(setting, setting.equals("spring.datasource.url") ? server + value : value);
        // When
        assertThatThrownBy(() -> LocalRuntime.run(settings)).isInstanceOf(RuntimeException.class);
        // Then
        assertThat(output.getOut()).contains(what).contains(wayOut).doesNotContain("\tat ");
    }
}
