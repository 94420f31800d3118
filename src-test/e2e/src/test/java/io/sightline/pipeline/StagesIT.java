package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("slow")
@ExtendWith(TestStack.class)
class StagesIT {
    @Test
    void twoProcessesWithDifferentStagesPassAFrameOn(DevStack stack) throws Exception {
        // Given
        var settings = stack.isolate("stages");
        var database = new Database(settings);
        try (var worker = RuntimeProcess.start("ingest-detect", settings, "--sightline.stages=ingest,detect");
                var store = RuntimeProcess.start("sink-api", settings, "--sightline.stages=sink,api");
                var topics = new TopicWriter(settings)) {
            worker.awaitReady();
            store.awaitReady();
            // When
            topics.frame("camera-1", NumberedPicture.jpeg(1));
            topics.flush();
            await().atMost(Duration.ofMinutes(2)).until(() -> database.count("inference") == 1);
            // Then
            var frame = database.rows("select frame_id from frame").get(0).get("frame_id");
            assertThat(get(store.api().resolve("/v1/frames/" + frame), stack.token("sightline-dev")))
                    .contains("\"state\":\"inferred\"");
            assertThat(worker.managementStatus("/actuator/prometheus")).isEqualTo(200);
            assertThat(worker.apiStatus("/v1/openapi.yaml"))
                    .as("nobody listens")
                    .isZero();
        }
    }

    private static String get(URI address, String token) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + token)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
