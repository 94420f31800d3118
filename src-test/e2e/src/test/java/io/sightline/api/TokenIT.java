package io.sightline.api;

import static io.sightline.api.Answered.unauthenticated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in: tokens of the real Keycloak, good and bad, against every operation. */
@ExtendWith(ApiRuntime.class)
class TokenIT {
    private static final String FRAME = "/v1/frames/0190f6a0-5b7c-7e11-9a38-2f4c5f0e3a77";

    private static final String OPERATION = "/v1/operations/3f0c6c2e-9a4d-4d0e-8a57-0c1f4d1b7e55";

    private final Api api;

    TokenIT(Api api) {
        this.api = api;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/detections",
                "/v1/detections/summary",
                "/v1/models",
                "/v1/frames",
                FRAME,
                FRAME + "/image",
                FRAME + "/annotated",
                OPERATION
            })
    void refusesReadingWithoutAToken(String path) {
        unauthenticated(api.send(path, request -> request));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/inference", "/v1/frames?source=camera-1", "/v1/dead-letters/redrive"})
    void refusesWritingWithoutAToken(String path) {
        unauthenticated(api.send(
                path,
                request -> request.header("Content-Type", "image/jpeg")
                        .POST(BodyPublishers.ofByteArray(Pictures.encoded("jpeg")))));
    }

    /** Camel would hold the whole body in memory before it asks who sends it. */
    @Test
    void refusesALongBodyWithoutATokenBeforeItHasArrived() throws IOException {
        for (var authorization : List.of("X-None: none", "Authorization: Bearer a.b.c")) {
            try (var connection =
                    new Socket(api.address().getHost(), api.address().getPort())) {
                connection.setSoTimeout(15_000);
                var head = "POST /v1/inference HTTP/1.1\r\nHost: sightline\r\nContent-Type: image/jpeg\r\n"
                        + authorization + "\r\nContent-Length: " + 20 * 1024 * 1024 + "\r\n\r\nonly this";
                connection.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

                var status = new BufferedReader(
                                new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII))
                        .readLine();

                assertThat(status).startsWith("HTTP/1.1 401");
            }
        }
    }

    @Test
    void refusesWhatIsNoToken() {
        for (var value : List.of("Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Basic c2lnaHRsaW5lOmRldi1vbmx5")) {
            unauthenticated(api.send("/v1/models", request -> request.header("Authorization", value)));
        }
    }

    @Test
    void refusesATokenInTheQuery() {
        var token = api.token("sightline-dev");

        unauthenticated(api.send("/v1/models?access_token=" + token, request -> request));
        unauthenticated(api.send("/v1/models?Authorization=Bearer%20" + token, request -> request));
    }

    @Test
    void refusesTwoTokens() {
        var token = "Bearer " + api.token("sightline-dev");

        unauthenticated(api.send(
                "/v1/models", request -> request.header("Authorization", token).header("Authorization", token)));
    }

    /** CVE-2026-23552. */
    @Test
    void refusesATokenOfAnotherRealm() {
        unauthenticated(with(api.token(DevStack.OTHER_REALM, "sightline-dev")));
    }

    /** It says who somebody is, not what he may do; scripts of a page may read it. */
    @Test
    void refusesAnIdTokenOfTheSameRealm() {
        var form = "grant_type=client_credentials&client_id=sightline-dev&client_secret=dev-only&scope=openid";
        var endpoint = URI.create(api.property("sightline.keycloak.server-url") + "/realms/" + DevStack.REALM
                + "/protocol/openid-connect/token");
        var tokens = Api.json(api.send(HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))));

        unauthenticated(with(tokens.path("id_token").asText()));
        assertThat(with(tokens.path("access_token").asText()).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesATokenForAnotherAudience() {
        assertThat(unauthenticated(with(api.token("sightline-foreign")))
                        .path("detail")
                        .asText())
                .contains("audience sightline");
    }

    @Test
    void refusesATokenWhosePayloadWasChanged() {
        var parts = api.token("sightline-viewer").split("\\.");
        var payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        var changed = payload.replace("camera-1", "*");

        unauthenticated(with(parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(changed.getBytes(StandardCharsets.UTF_8))
                + "." + parts[2]));
    }

    /** CVE-2026-46455. */
    @Test
    void refusesATokenOnceItHasExpired() {
        var token = api.token("sightline-brief");
        assertThat(with(token).statusCode()).isEqualTo(200);

        await().atMost(Duration.ofSeconds(30)).until(() -> with(token).statusCode() != 200);

        assertThat(unauthenticated(with(token)).path("detail").asText()).contains("expired");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/detections, sightline-invoker, detections:read",
        "/v1/detections/summary, sightline-invoker, detections:read",
        "/v1/models, sightline-invoker, models:read",
        "/v1/models, sightline-viewer, models:read",
        FRAME + ", sightline-invoker, detections:read",
        "/v1/frames, sightline-invoker, detections:read",
        FRAME + "/image, sightline-invoker, images:read",
        FRAME + "/annotated, sightline-invoker, images:read",
        OPERATION + ", sightline-viewer, operations",
    })
    void namesTheMissingScopeOfARead(String path, String client, String scope) {
        forbidden(api.get(path, client), scope);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/inference, sightline-viewer, inference:invoke",
        "/v1/frames?source=camera-1, sightline-viewer, frames:write",
        "/v1/frames?source=camera-1, sightline-invoker, frames:write",
    })
    void namesTheMissingScopeOfAWrite(String path, String client, String scope) {
        var token = api.token(client);

        var answer = api.send(
                path,
                request -> request.header("Authorization", "Bearer " + token)
                        .header("Content-Type", "image/jpeg")
                        .POST(BodyPublishers.ofByteArray(Pictures.encoded("jpeg"))));

        forbidden(answer, scope);
    }

    @Test
    void readsTheContractWithoutAToken() {
        assertThat(api.send("/v1/openapi.yaml", request -> request).statusCode())
                .isEqualTo(200);
    }

    private HttpResponse<byte[]> with(String token) {
        return api.send("/v1/models", request -> request.header("Authorization", "Bearer " + token));
    }

    private static void forbidden(HttpResponse<byte[]> answer, String scope) {
        var problem = Api.json(answer);
        assertThat(answer.statusCode()).as(problem.toString()).isEqualTo(403);
        assertThat(problem.path("code").asText()).isEqualTo("FORBIDDEN");
        assertThat(problem.path("detail").asText()).contains(scope);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).contains("scope=\"" + scope + "\""));
    }
}
