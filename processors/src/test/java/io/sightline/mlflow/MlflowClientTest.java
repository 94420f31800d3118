package io.sightline.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlflowClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final StandIn server = new StandIn();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void readsAModelWithItsAliasesAndTags() {
        // Given
        var recorded = Recorded.answer("model");
        server.then(recorded);
        // When
        var model = server.client().model("parcels");
        // Then
        assertThat(model)
                .isEqualTo(new RegisteredModel("parcels", Map.of("champion", "1"), Map.of(MlflowClient.SERVE, "true")));
        assertThat(server.requests()).containsExactly(StandIn.decoded(recorded.request()));
    }

    @Test
    void takesListsThatAreLeftOutForEmptyOnes() {
        server.then("model-without-lists");

        assertThat(server.client().model("parcels")).isEqualTo(new RegisteredModel("parcels", Map.of(), Map.of()));
    }

    /** A cache before MLflow may leave the question out of account. */
    @Test
    void takesNoAnswerAboutAnotherThing() {
        server.then("model").then("version").then("version");

        assertThatThrownBy(() -> server.client().model("bottles"))
                .satisfies(is(FailureCode.DEPENDENCY_MISUNDERSTOOD))
                .hasMessageContaining("MLflow was asked for bottles and answered with parcels");
        assertThatThrownBy(() -> server.client().version("bottles", "1"))
                .satisfies(is(FailureCode.DEPENDENCY_MISUNDERSTOOD));
        assertThatThrownBy(() -> server.client().version("parcels", "2"))
                .satisfies(is(FailureCode.DEPENDENCY_MISUNDERSTOOD))
                .hasMessageContaining("MLflow was asked for 2 and answered with 1");
    }

    @Test
    void takesNoPromptForAModel() {
        server.then("prompt");

        assertThatThrownBy(() -> server.client().model("greeting"))
                .satisfies(is(FailureCode.NOT_FOUND))
                .hasMessageContaining("greeting is the name of a prompt");
    }

    @Test
    void readsAVersion() {
        // Given
        var recorded = Recorded.answer("version");
        server.then(recorded);
        // When
        var version = server.client().version("parcels", "1");
        // Then
        assertThat(version.version()).isEqualTo("1");
        assertThat(version.isReady()).isTrue();
        assertThat(version.source()).startsWith("mlflow-artifacts:/").endsWith("/artifacts/model");
        assertThat(version.source()).contains("/" + version.runId() + "/");
        assertThat(version.aliases()).containsExactly("champion");
        assertThat(version.tags()).containsExactly(Map.entry("validation_status", "approved"));
        assertThat(server.requests()).containsExactly(StandIn.decoded(recorded.request()));
    }

    @Test
    void readsAVersionWithoutARunThatIsNotReady() {
        // Given: such a one cannot be had of a server that makes versions at once
        var recorded = Recorded.answer("version");
        var run = server.then(recorded).client().version("parcels", "1").runId();
        server.then(recorded.with("READY", "PENDING_REGISTRATION").with("\"run_id\": \"" + run, "\"run_id\": \""));
        // When
        var version = server.client().version("parcels", "1");
        // Then
        assertThat(version.isReady()).isFalse();
        assertThat(version.runId()).isNull();
        assertThat(server.requests()).last().isEqualTo(StandIn.decoded(recorded.request()));
    }

    @Test
    void readsWhatMlflowsOwnClientHasLogged() {
        server.then("version-of-logged-model").then("download-uri-of-logged-model");

        var version = server.client().version("MLmodel-external-data", "1");
        var artifacts = server.client().artifacts(version);

        assertThat(version.source()).startsWith("models:/m-");
        assertThat(artifacts)
                .isInstanceOfSatisfying(
                        ArtifactUri.Proxied.class,
                        proxied -> assertThat(proxied.path())
                                .contains("/models/" + version.source().substring("models:/".length()) + "/artifacts"));
    }

    @Test
    void findsTheModelsOfAllPages() {
        // Given
        server.then("search-page-1").then("search-page-2");
        // When
        var models = server.client().served();
        // Then
        assertThat(models.stream().map(RegisteredModel::name)).containsExactly("bottles", "parcels", "wheels");
        assertThat(models.get(1).aliases()).containsExactly(Map.entry("champion", "1"));
        var second = StandIn.decoded(Recorded.answer("search-page-2").request()).replace("results=2", "results=100");
        assertThat(server.requests()).containsExactly(second.substring(0, second.indexOf("&page_token=")), second);
    }

    @Test
    void leavesOutPromptsThatAnotherVersionOfMlflowFinds() {
        var prompt = Recorded.answer("prompt");
        server.then(prompt.with("\"registered_model\": {", "\"registered_models\": [{")
                .with("\n  }\n}", "\n  }]}"));

        assertThat(server.client().served()).isEmpty();
    }

    @Test
    void asksForNoPageTwice() {
        server.then("search-page-1").then("search-page-1");

        assertThatThrownBy(() -> server.client().served()).satisfies(is(FailureCode.DEPENDENCY_MISUNDERSTOOD));
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void setsAndDeletesTagsOfAVersion() {
        // Given
        server.then("tag-set").then("tag-deleted");
        var client = server.client();
        // When
        client.setTag("parcels", "1", "validation_status", "approved");
        client.deleteTag("parcels", "1", "validation_status");
        // Then
        assertThat(server.requests().get(0))
                .startsWith(Recorded.answer("tag-set").request() + " {")
                .contains("\"version\":\"1\"", "\"value\":\"approved\"");
        assertThat(server.requests().get(1))
                .startsWith(Recorded.answer("tag-deleted").request() + " {");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model-missing", "version-missing", "tag-of-version-missing"})
    void saysThatAThingIsGone(String recorded) {
        server.then(recorded);

        assertThatThrownBy(() -> server.client().version("parcels", "9")).satisfies(is(FailureCode.NOT_FOUND));
    }

    @Test
    void writesNamesOfAnyKind() {
        server.then("model-missing");

        assertThatThrownBy(() -> server.client().model("Pakete & Säcke/ü? 100%+"))
                .satisfies(is(FailureCode.NOT_FOUND));
        assertThat(server.requests())
                .containsExactly("GET /api/2.0/mlflow/registered-models/get?name=Pakete & Säcke/ü? 100%+");
    }

    @Test
    void showsItsLoginWithEveryRequestAndInNoMessage() {
        // Given
        server.then("unauthenticated").then("unauthenticated");
        var clients = List.of(
                server.client(MlflowLogin.password("reader", "geheim"), PATIENCE),
                server.client(MlflowLogin.token("geheim"), PATIENCE));
        // When, then
        for (var client : clients) {
            assertThatThrownBy(() -> client.model("parcels"))
                    .satisfies(failure -> assertThat(chain(failure)).doesNotContain("geheim", "cmVhZGVyOmdlaGVpbQ"));
        }
        assertThat(server.logins()).containsExactly("Basic cmVhZGVyOmdlaGVpbQ==", "Bearer geheim");
    }

    @Test
    void takesNoLoginInAnAddress() {
        assertThatThrownBy(() ->
                        new MlflowClient(URI.create("http://reader:geheim@mlflow.test"), MlflowLogin.none(), PATIENCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sightline.mlflow.username")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void findsAServerBelowAPath() {
        server.then("model");

        new MlflowClient(URI.create(server.url() + "/ml/flow/"), MlflowLogin.none(), PATIENCE).model("parcels");

        assertThat(server.requests()).containsExactly("GET /ml/flow/api/2.0/mlflow/registered-models/get?name=parcels");
    }

    static Consumer<Throwable> is(FailureCode code) {
        return failure -> assertThat(failure)
                .isInstanceOfSatisfying(
                        Failure.class, known -> assertThat(known.code()).isEqualTo(code));
    }

    private static String chain(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .map(Throwable::toString)
                .collect(Collectors.joining("\n"));
    }
}
