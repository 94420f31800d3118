package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands on models by REST, in a process beside which no promoter runs. */
@ExtendWith(ApiRuntime.class)
class ModelCommandsIT {
    private static final String DEV = "sightline-dev";

    private final Api api;
    private final String model = "commanded-" + System.nanoTime();

    ModelCommandsIT(Api api) {
        this.api = api;
        api.database()
                .update("insert into model_event (name, version, step, epoch) values (?, '1', 'serving', 1)", model);
    }

    /** The other tests of this database find no command waiting. */
    @AfterEach
    void end() {
        api.database().update("delete from model_command where name in (?, 'text-detector')", model);
    }

    @ParameterizedTest
    @CsvSource({"rollback, ?version=2, 2", "rollback, '', ", "pin, ?version=7, 7", "pin, '', ", "unpin, '', "})
    void asksThePromoterAndTellsWhatBecameOfIt(String action, String query, String version) {
        // When
        var answer = post("/v1/models/" + model + "/" + action + query, "");
        // Then
        assertThat(answer.statusCode()).as(Api.text(answer)).isEqualTo(202);
        var asked = Api.json(answer);
        var location = answer.headers().firstValue("Location").orElseThrow();
        assertThat(location).isEqualTo("/v1/operations/" + asked.path("id").asText());
        assertThat(asked.path("kind").asText()).isEqualTo(action);
        assertThat(asked.path("state").asText()).isEqualTo("waiting");
        assertThat(asked.path("model").asText()).isEqualTo(model);
        assertThat(asked.path("version").asText(null)).isEqualTo(version);
        assertThat(asked.path("requestedBy"))
                .isEqualTo(Tokens.claims(api.token(DEV)).path("sub"));
        assertThat(api.database()
                        .queryForMap("select name, command, version, state from model_command where name = ?", model))
                .containsEntry("command", action)
                .containsEntry("version", version)
                .containsEntry("state", "waiting");
        assertThat(Api.json(api.get(location, DEV))).isEqualTo(asked);
        // When
        api.database()
                .update(
                        "update model_command set state = 'failed', message = 'no such version', ended_at = now()"
                                + " where name = ?",
                        model);
        // Then
        var failed = Api.json(api.get(location, DEV));
        assertThat(failed.path("state").asText()).isEqualTo("failed");
        assertThat(failed.path("message").asText()).isEqualTo("no such version");
        assertThat(failed.path("finishedAt").asText()).isNotEmpty();
    }

    @Test
    void refusesAnotherCommandWhileOneWaitsAndAnswersTheSameOneAgain() {
        var first = Api.json(post("/v1/models/" + model + "/rollback", ""));

        var again = post("/v1/models/" + model + "/rollback", "");
        var other = post("/v1/models/" + model + "/pin", "");

        assertThat(Api.json(again)).isEqualTo(first);
        assertThat(other.statusCode()).as(Api.text(other)).isEqualTo(409);
        assertThat(Api.json(other).path("code").asText()).isEqualTo("COMMAND_WAITING");
        assertThat(Api.json(other).path("detail").asText())
                .contains(first.path("id").asText());
    }

    @Test
    void aKeyIsOneOperationOfItsClient() {
        var path = "/v1/models/" + model + "/rollback?version=2";
        var first = Api.json(post(path, "k"));
        api.database().update("update model_command set state = 'done', ended_at = now() where name = ?", model);

        var again = Api.json(post(path, "k"));
        var other = post("/v1/models/" + model + "/unpin", "k");

        assertThat(again.path("id")).isEqualTo(first.path("id"));
        assertThat(again.path("state").asText()).isEqualTo("done");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(Api.json(other).path("code").asText()).isEqualTo("IDEMPOTENCY_CONFLICT");
    }

    /** It would be accepted, and found nowhere minutes later. */
    @ParameterizedTest
    @CsvSource({"pin, 3%20", "rollback, %203", "pin, %20"})
    void refusesAVersionWithBlanksAroundIt(String action, String version) {
        var refused = post("/v1/models/" + model + "/" + action + "?version=" + version, "");

        assertThat(refused.statusCode()).as(Api.text(refused)).isEqualTo(400);
        assertThat(Api.json(refused).path("code").asText()).isEqualTo("INVALID_PARAMETER");
        assertThat(Api.json(refused).path("detail").asText()).startsWith("version must not begin or end with a blank");
    }

    /** What is ignored would pin another version than was asked for. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "pin | application/json | {\"version\":\"1\"} | No body is read here, was {\"version\":\"1\"}; say it in the query: ?version=",
                "rollback | text/plain | version 1 | No body is read here, was version 1; say it in the query: ?version=",
                "pin | multipart/form-data; boundary=x | --x-- | No body is read here, was a form; say it in the query: ?version=",
                "unpin | application/json | {\"version\":\"1\"} | No body is read here, was {\"version\":\"1\"}; send none."
            })
    void refusesABodyThatSaysSomething(String action, String type, String body, String detail) {
        // When
        var answer = post("/v1/models/" + model + "/" + action, type, body);
        // Then
        assertThat(answer.statusCode()).as(Api.text(answer)).isEqualTo(400);
        assertThat(Api.json(answer).path("code").asText()).isEqualTo("INVALID_PARAMETER");
        assertThat(Api.json(answer).path("detail").asText()).isEqualTo(detail);
        assertThat(api.database()
                        .queryForObject("select count(*) from model_command where name = ?", Long.class, model))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"application/json, {}", "application/json, ' { } '", "application/json, ''", "text/plain, ''"})
    void takesABodyThatSaysNothing(String type, String body) {
        var answer = post("/v1/models/" + model + "/pin", type, body);

        assertThat(answer.statusCode()).as(Api.text(answer)).isEqualTo(202);
    }

    @Test
    void knowsNoModelThatIsNeitherConfiguredNorWasPromoted() {
        var configured = post("/v1/models/text-detector/unpin", "");
        var unknown = post("/v1/models/nobody/rollback", "");

        assertThat(configured.statusCode()).as(Api.text(configured)).isEqualTo(202);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(Api.json(unknown).path("code").asText()).isEqualTo("MODEL_UNKNOWN");
        assertThat(Api.json(unknown).path("detail").asText()).contains("nobody", "text-detector");
    }

    /** What wakes a poll is no operation of anybody. */
    @Test
    void tellsNothingOfALook() {
        var look = UUID.randomUUID();
        api.database()
                .update(
                        "insert into model_command (id, name, command, requested_by) values (?, ?, 'look', 'mlflow')",
                        look,
                        model);

        assertThat(api.get("/v1/operations/" + look, DEV).statusCode()).isEqualTo(404);
    }

    @Test
    void namesTheModelInTheAuditLog() {
        var trace = AuditLines.newTrace();

        var answer = api.send(
                "/v1/models/" + model + "/rollback",
                request -> request.header("Authorization", "Bearer " + api.token(DEV))
                        .header("traceparent", AuditLines.traceparent(trace))
                        .POST(BodyPublishers.noBody()));

        var entry = AuditLines.of(api).entry(trace);
        assertThat(entry.path("event").asText()).isEqualTo("write");
        assertThat(entry.path("operation").asText()).isEqualTo("rollbackModel");
        assertThat(entry.path("model").asText()).isEqualTo(model);
        assertThat(entry.path("scopes").path(0).asText()).isEqualTo("models:promote");
        assertThat(entry.path("resource").asText())
                .isEqualTo(answer.headers().firstValue("Location").orElseThrow());
    }

    private HttpResponse<byte[]> post(String path, String type, String body) {
        return api.post(path, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<byte[]> post(String path, String key) {
        return api.send(path, request -> {
            request.header("Authorization", "Bearer " + api.token(DEV)).POST(BodyPublishers.noBody());
            return key.isEmpty() ? request : request.header("Idempotency-Key", model + key);
        });
    }
}
