package io.sightline.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactUriTest {
    private static final URI MLFLOW = URI.create("http://mlflow.example.org:5000/base");

    @ParameterizedTest
    @CsvSource({
        "s3://models/1/run/artifacts/model, models, 1/run/artifacts/model",
        "s3://models.of.ours/, models.of.ours, ''",
        "s3://models, models, ''",
        "s3://models/with space/ü/, models, with space/ü"
    })
    void findsBucketAndPrefix(String uri, String bucket, String prefix) {
        assertThat(ArtifactUri.parse(uri, MLFLOW)).isEqualTo(new ArtifactUri.S3(bucket, prefix));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mlflow-artifacts:/1/run/artifacts/model",
                "mlflow-artifacts:///1/run/artifacts/model/",
                "mlflow-artifacts://MLflow.example.org:5000/1/run/artifacts/model"
            })
    void findsThePathBehindTheProxy(String uri) {
        assertThat(ArtifactUri.parse(uri, MLFLOW)).isEqualTo(new ArtifactUri.Proxied("1/run/artifacts/model"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://mlflow.example.org, mlflow-artifacts://mlflow.example.org/1, true",
        "https://mlflow.example.org, mlflow-artifacts://mlflow.example.org:443/1, true",
        "http://mlflow.example.org, mlflow-artifacts://mlflow.example.org:80/1, true",
        "http://mlflow.example.org, mlflow-artifacts://mlflow.example.org:443/1, false"
    })
    void knowsThePortThatIsLeftOut(URI mlflow, String uri, boolean isProxied) {
        assertThat(ArtifactUri.parse(uri, mlflow))
                .isEqualTo(isProxied ? new ArtifactUri.Proxied("1") : new ArtifactUri.Other(uri));
    }

    /** Another host is not asked, and the login not shown to it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mlflow-artifacts://elsewhere:5000/1/run",
                "mlflow-artifacts://elsewhere/1/run",
                "mlflow-artifacts://mlflow.example.org/1/run",
                "mlflow-artifacts://mlflow.example.org:5001/1/run",
                "mlflow-artifacts://key@mlflow.example.org:5000/1/run",
                "mlflow-artifacts:/",
                "s3://models/1?versionId=2",
                "s3:///model",
                "s3://Models@host/model",
                "gs://models/1",
                "file:///models/1",
                "/models/1",
                ""
            })
    void leavesAllElseToMlflow(String uri) {
        assertThat(ArtifactUri.parse(uri, MLFLOW)).isEqualTo(new ArtifactUri.Other(uri));
    }
}
