package io.sightline.mlflow;

import static io.sightline.mlflow.MlflowClientTest.is;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.Dependency;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of MLflow that say nothing of a model, or none at all. */
class MlflowTroubleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final StandIn server = new StandIn();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "unauthenticated, sightline.mlflow.username",
        "forbidden, the login may not do this",
        "host-refused, --allowed-hosts"
    })
    void saysThatItIsNotLetIn(String recorded, String wayOut) {
        server.then(recorded);

        assertThatThrownBy(() -> server.client().model("parcels"))
                .satisfies(is(FailureCode.DEPENDENCY_DENIES), isMlflow())
                .hasMessageContaining(wayOut)
                .hasMessageNotContaining("mlflow.org");
    }

    @ParameterizedTest
    @CsvSource({"429, Too many", "500, Internal", "502, Bad gateway", "503, Away", "504, Late", "408, Late"})
    void waitsForOneThatIsOverloadedOrAway(int status, String words) {
        server.then(status, "text/html", "<html>" + words + "</html>");

        assertThatThrownBy(() -> server.client().model("parcels"))
                .satisfies(is(FailureCode.DEPENDENCY_UNAVAILABLE), isMlflow())
                .hasMessageContaining("answers " + status + " to GET /api/2.0/mlflow/registered-models/get")
                .hasMessageNotContaining(words);
    }

    @Test
    void takesAWrongPathForNoMissingModel() {
        server.then("path-missing");

        assertThatThrownBy(() -> server.client().model("parcels"))
                .satisfies(is(FailureCode.DEPENDENCY_UNAVAILABLE), isMlflow())
                .hasMessageContaining("sightline.mlflow.url");
    }

    @Test
    void takesALoginPageForNoAnswer() {
        server.then(200, "text/html; charset=utf-8", "<html>log in</html>").then(200, "", "{}");

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> server.client().model("parcels"))
                    .satisfies(is(FailureCode.DEPENDENCY_UNAVAILABLE), isMlflow())
                    .hasMessageContaining("a login page of a proxy in the way?");
        }
    }

    /** CVE-2026-85251, and the header with the login must not go there either. */
    @Test
    void followsNoRedirect() {
        try (var other = new StandIn()) {
            server.thenRedirect(other.url() + "/login?ticket=secret");

            assertThatThrownBy(() -> server.client().model("parcels"))
                    .satisfies(is(FailureCode.DEPENDENCY_UNAVAILABLE), isMlflow())
                    .hasMessageContaining("which leads to 127.0.0.1 and is not followed")
                    .hasMessageNotContaining("secret");
            assertThat(other.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesNoAnswerThatIsCutOff(boolean inChunks) {
        var model = Recorded.answer("model");
        server.thenCutOff(model.type(), model.bytes(), inChunks);

        assertThatThrownBy(() -> server.client().model("parcels"))
                .satisfies(is(FailureCode.DEPENDENCY_UNAVAILABLE), isMlflow());
    }

    @Test
    void waitsForNoAnswerThatStops() {
        var model = Recorded.answer("model");
        server.thenSilence(model.type(), model.bytes());

        assertThatThrownBy(() -> server.client(MlflowLogin.none(), Duration.ofMillis(200))
                        .model("parcels"))
                .satisfies(is(FailureCode.DEPENDENCY_UNAVAILABLE), isMlflow())
                .hasMessageContaining("within 200 ms");
    }

    @Test
    void saysThatNobodyListens() {
        var url = server.url();
        server.close();

        assertThatThrownBy(() -> new MlflowClient(url, MlflowLogin.none(), PATIENCE).model("parcels"))
                .satisfies(is(FailureCode.DEPENDENCY_UNAVAILABLE), isMlflow())
                .hasMessageContaining("MLflow at " + url + " does not answer GET ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{}",
                "{\"registered_model\": []}",
                "{\"registered_model\": {\"name\": 1}}",
                "{\"registered_model\": {\"name\": \"parcels\", \"aliases\": {}}}",
                "{\"registered_model\": {\"name\": \"parcels\", \"aliases\": [\"champion\"]}}",
                "{\"registered_model\": {\"name\": \"parcels\", \"tags\": [{\"key\": \"a\", \"value\": 1}]}}"
            })
    void takesNothingThatDoesNotFit(String body) {
        server.then(200, "application/json", body);

        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> server.client().model("parcels"))
                .satisfies(is(FailureCode.DEPENDENCY_MISUNDERSTOOD));
    }

    @Test
    void readsNoAnswerWithoutEnd() {
        server.then(200, "application/json", new byte[5 << 20]);

        assertThatThrownBy(() -> server.client().model("parcels"))
                .satisfies(is(FailureCode.DEPENDENCY_MISUNDERSTOOD))
                .hasMessageContaining("has more than 4194304 bytes");
    }

    @Test
    void isToldTheStatusOfARefusalHoweverLongItIs() {
        server.then(500, "text/html", new byte[1 << 20]);

        assertThatThrownBy(() -> server.client().model("parcels")).satisfies(is(FailureCode.DEPENDENCY_UNAVAILABLE));
    }

    @Test
    void repeatsWhyARequestIsRefused() {
        server.then("tag-too-long");

        assertThatThrownBy(() -> server.client().setTag("parcels", "1", "reason", "value-of-the-tag"))
                .satisfies(is(FailureCode.DEPENDENCY_MISUNDERSTOOD))
                .hasMessageContaining("400 INVALID_PARAMETER_VALUE: 'value' exceeds the maximum length")
                .hasMessageNotContaining("value-of-the-tag");
    }

    private static Consumer<Throwable> isMlflow() {
        return failure -> assertThat(failure)
                .isInstanceOfSatisfying(
                        TransientFailure.class,
                        known -> assertThat(known.dependency()).contains(Dependency.MLFLOW));
    }
}
