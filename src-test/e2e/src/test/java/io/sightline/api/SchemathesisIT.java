package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.claim.ClaimNaming;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that Schemathesis makes of the contract, good and bad, against the running API. Needs Python with venv.
 *
 * <p>The seed is fixed, and the number of requests too, so that two runs send the same. All of them together take less
 * than five minutes, or fail.
 */
@Tag("slow")
@ExtendWith(ApiRuntime.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemathesisIT {
    private static final String SEED = "20261126";
    private static final String EXAMPLES = "60";
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Path CONTRACT = Path.of("..", "..", "schemas", "openapi", "sightline-v1.yaml");
    private static final Path WRITTEN =
            Path.of("target", "schemathesis-contracts").toAbsolutePath();
    private static final String FRAME = "0190f6a0-5b7c-7e11-9a38-2f4c5f0e3a77";
    private static final String OPERATION = "3f0c6c2e-9a4d-4d0e-8a57-0c1f4d1b7e55";

    private final Api api;
    private final PythonEnvironment python;
    private final String contract;
    private final Instant end;

    /** Puts things there that the examples of the contract name. */
    SchemathesisIT(Api api) throws Exception {
        this.api = api;
        this.python = PythonEnvironment.with("schemathesis");
        this.contract = Files.readString(CONTRACT).replace(FRAME, frame()).replace(OPERATION, operation());
        this.end = Instant.now().plus(LONGEST);
    }

    /** It stops routes, too, and other classes use the same process. */
    @AfterEach
    void startWhatWasStopped() {
        for (var route : Answered.ok(api.get("/v1/routes", "sightline-dev")).path("routes")) {
            if (route.path("state").asText().equals("stopped")) {
                var start = "/v1/routes/" + route.path("id").asText() + "/start";
                assertThat(Answered.ok(api.post(start, "application/json", new byte[0]))
                                .path("state")
                                .asText())
                        .isEqualTo("started");
            }
        }
    }

    @SuppressWarnings("SystemOut")
    @ParameterizedTest
    @ValueSource(strings = {"sightline-dev", "sightline-viewer", "sightline-operator"})
    void findsNoAnswerThatTheContractDoesNotDescribe(String client) throws Exception {
        var ended = run(client, contract, "--max-examples", EXAMPLES);

        System.out.println(client + "\n" + ended.output());
        assertThat(ended.status()).as(ended.output()).isZero();
    }

    /** Otherwise nobody would know whether the test above can fail. */
    @Test
    void findsAStatusThatTheContractDoesNotName() throws Exception {
        var silent = contract.replace("        '403': {$ref: '#/components/responses/Forbidden'}\n", "");

        var ended = run("sightline-viewer", silent, "--include-operation-id", "listModels", "--max-examples", "1");

        assertThat(ended.output()).contains("Undocumented status code", "Received: 403", "GET /v1/models");
        assertThat(ended.status()).isEqualTo(1);
    }

    /** The same of the two rules that are our own. */
    @Test
    void findsACodeThatTheOperationDoesNotList() throws Exception {
        var silent = contract.replaceAll("(x-error-codes: \\[[^]]*)FORBIDDEN, ", "$1");

        var ended = run("sightline-viewer", silent, "--include-operation-id", "listModels", "--max-examples", "1");

        assertThat(ended.output()).contains("The code FORBIDDEN is not among x-error-codes", "GET /v1/models");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    void findsAnAnswerToATokenThatLacksTheScope() throws Exception {
        var stricter = contract.replaceAll("keycloak: \\[\"?detections:read\"?\\]", "keycloak: [\"models:manage\"]");

        var ended = run("sightline-viewer", stricter, "--include-operation-id", "listFrames", "--max-examples", "1");

        assertThat(ended.output()).contains("The token lacks models:manage, the answer is 200", "GET /v1/frames");
        assertThat(ended.status()).isEqualTo(1);
    }

    private PythonEnvironment.Ended run(String client, String text, String... options) throws Exception {
        Files.createDirectories(WRITTEN);
        var file = Files.writeString(WRITTEN.resolve(client + ".yaml"), text);
        var token = api.token(client);
        var arguments = new ArrayList<>(List.of(
                "--config-file",
                PythonEnvironment.script("schemathesis.toml").toString(),
                "run",
                file.toString(),
                "--url",
                api.address().toString(),
                "--header",
                "Authorization: Bearer " + token,
                "--seed",
                SEED,
                "--generation-database",
                "none",
                "--checks",
                "all",
                // A cursor belongs to its filters, and bytes are a picture or not: no schema says that.
                "--exclude-checks",
                "positive_data_acceptance",
                "--no-color",
                "--warnings",
                "off"));
        arguments.addAll(List.of(options));
        return python.run(
                Map.of(
                        "PYTHONPATH",
                        PythonEnvironment.script("").toString(),
                        "SCHEMATHESIS_HOOKS",
                        "contract_rules",
                        "SCOPES",
                        Tokens.claims(token).path("scope").asText()),
                Duration.between(Instant.now(), end),
                "st",
                arguments.toArray(String[]::new));
    }

    /** An inferred frame of the camera that the restricted clients may see, with its picture. */
    private String frame() {
        var picture = Pictures.withText();
        var answer = api.post("/v1/frames?source=camera-1", "image/jpeg", picture);
        assertThat(answer.statusCode()).as(Api.text(answer)).isEqualTo(202);
        var rows = new StoredRows(api.database());
        var frame = rows.inferred("camera-1", Instant.now(), "text", 0.9, 0.8);
        rows.pointTo(frame, new ClaimNaming(api.property("sightline.s3.bucket")).claim(picture, "image/jpeg"));
        return frame.toString();
    }

    /** A redrive of letters of that camera. */
    private String operation() {
        new StoredRows(api.database()).deadLettered("camera-1");
        var body = "{\"dryRun\": false, \"source\": \"camera-1\"}".getBytes(StandardCharsets.UTF_8);
        var answer = api.post("/v1/dead-letters/redrive", "application/json", body);
        assertThat(answer.statusCode()).as(Api.text(answer)).isEqualTo(202);
        return Api.json(answer).path("id").asText();
    }
}
