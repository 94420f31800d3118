package io.sightline.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.minio.MinioClient;
import io.sightline.failure.FailureClassifier;
import io.sightline.lifecycle.MlflowSource;
import io.sightline.lifecycle.VersionTags;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What MLflow is told of a version, and whether that is still there. */
class ToldTagsTest {
    private static final VersionTags TAGS = new VersionTags("test");
    private static final Map<String, VersionTags.Wanted> WANTED =
            Map.of("1", new VersionTags.Wanted("", Map.of("sightline.test.status", "ROLLED_BACK")));

    private final StandIn server = new StandIn();
    private final MlflowSource source = new MlflowSource(
            server.client(),
            MinioClient.builder().endpoint("http://localhost:1").build(),
            new FailureClassifier(),
            new MlflowSource.Names("parcels", "parcels", "champion", "challenger"),
            1000);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void isToldOnceAndAgainWhenALeaderThatStoodStillHasToldSomethingElse() {
        // Given
        server.then("model").then("version").then("version").then("tag-set");
        source.look();
        source.tell(TAGS, WANTED);
        assertThat(server.requests().get(3)).contains("set-tag", "ROLLED_BACK");
        server.then("model").then(versionThatIs("ROLLED_BACK"));
        source.look();
        source.tell(TAGS, WANTED);
        assertThat(server.requests()).as("it is there").hasSize(6);
        // When
        server.then("model").then(versionThatIs("SERVING"));
        source.look();
        server.then(versionThatIs("SERVING")).then("tag-set");
        source.tell(TAGS, WANTED);
        // Then
        assertThat(server.requests()).hasSize(10);
        assertThat(server.requests().get(9)).contains("set-tag", "ROLLED_BACK");
    }

    private static Recorded versionThatIs(String status) {
        return Recorded.answer("version")
                .with("\"validation_status\"", "\"sightline.test.status\"")
                .with("\"approved\"", "\"" + status + "\"");
    }
}
