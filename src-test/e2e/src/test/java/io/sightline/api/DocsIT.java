package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The docs page, and the login that it offers, against the real Keycloak. What a person sees of it: DocsBrowserIT. */
@ExtendWith(ApiRuntime.class)
class DocsIT {
    private static final String[] ALL_SCOPES = {
        "inference:invoke",
        "frames:write",
        "detections:read",
        "images:read",
        "models:read",
        "models:promote",
        "operations"
    };

    private final Api api;
    private final DocsLogin login;

    DocsIT(Api api) {
        this.api = api;
        this.login = new DocsLogin(api);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs",
                "/docs/index.html",
                "/docs/oauth2-redirect.html",
                "/docs/oauth2-redirect.js",
                "/docs/swagger-initializer.js",
                "/docs/settings.json",
                "/docs/nothing"
            })
    void letsThePageRunItsOwnScriptsAndTalkToThisServerAndTheRealmsAlone(String path) {
        var answer = api.send(path, request -> request);

        assertThat(answer.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .satisfies(policy -> assertThat(policy.split("; "))
                        .containsExactlyInAnyOrder(
                                "default-src 'none'",
                                "script-src 'self'",
                                "style-src 'self'",
                                "img-src 'self' data: blob:",
                                "connect-src 'self' " + api.property("sightline.keycloak.server-url"),
                                "base-uri 'none'",
                                "form-action 'none'",
                                "frame-ancestors 'none'"));
        assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    }

    /** The policy would leave them out. */
    @ParameterizedTest
    @ValueSource(strings = {"/docs/index.html", "/docs/oauth2-redirect.html"})
    void writesNoScriptIntoAPage(String path) {
        var page = Api.text(api.send(path, request -> request));

        assertThat(page).containsPattern("<script src=\"").doesNotContainPattern("<script(?! src=\")");
        assertThat(page).doesNotContainPattern("<style|style=|\\son[a-z]+=|https?:");
    }

    @Test
    void logsInByAPublicClientThatIsConfigured() {
        assertThat(Api.text(api.send("/docs/settings.json", request -> request)))
                .isEqualTo("{\"clientId\":\"sightline-docs\"}");
    }

    @Test
    void givesATokenForACodeWithItsProof() {
        // Given
        var code = login.code("demo", "inference:invoke");
        // When
        var answer = login.exchange(code, DocsLogin.VERIFIER, DocsLogin.PAGE);
        // Then
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue(DocsLogin.PAGE);
        assertThat(Api.json(answer).has("refresh_token")).isFalse();
        var token = Api.json(answer).path("access_token").asText();
        var inference = api.send(
                "/v1/inference",
                request -> request.header("Authorization", "Bearer " + token)
                        .header("Content-Type", "image/jpeg")
                        .POST(BodyPublishers.ofByteArray(Pictures.withText())));
        assertThat(Answered.ok(inference).path("detections")).isNotEmpty();
    }

    /** Whoever sees a code on its way has no use of it. */
    @Test
    void givesNoTokenForACodeWithoutItsProof() {
        // Given
        var code = login.code("demo", "inference:invoke");
        // When
        var answer = login.exchange(code, DocsLogin.VERIFIER.replace('a', 'b'), DocsLogin.PAGE);
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Api.json(answer).path("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void asksForNoCodeWithoutAChallenge() {
        // Given
        var request = DocsLogin.request("inference:invoke");
        request.remove("code_challenge");
        request.remove("code_challenge_method");
        // When
        var answer = login.ask(request);
        // Then
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location)
                        .contains("error=invalid_request", "code_challenge")
                        .doesNotContain("code="));
    }

    @ParameterizedTest
    @CsvSource({
        "redirect_uri, http://localhost:8080/docs/elsewhere.html",
        "redirect_uri, http://localhost:8080.evil.example/docs/oauth2-redirect.html",
        "redirect_uri, https://evil.example/docs/oauth2-redirect.html",
        "client_id, sightline-dev"
    })
    void sendsACodeNowhereButToThePage(String parameter, String value) {
        // Given
        var request = DocsLogin.request("inference:invoke");
        request.put(parameter, value);
        // When
        var answer = login.ask(request);
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
    }

    @Test
    void letsNoPageOfAnotherOriginReadAToken() {
        // Given
        var code = login.code("demo", "inference:invoke");
        // When
        var answer = login.exchange(code, DocsLogin.VERIFIER, "https://evil.example");
        // Then
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    /** A client's scopes are everybody's who logs in by it, but for those that need a role. */
    @Test
    void givesScopesOfOperatorsToOperatorsAlone() {
        var operator = Tokens.claims(login.token("demo", ALL_SCOPES));
        var guest = Tokens.claims(login.token("guest", ALL_SCOPES));

        assertThat(operator.path("scope").asText().split(" ")).containsExactlyInAnyOrder(ALL_SCOPES);
        assertThat(operator.path("sightline_sources")).hasToString("[\"*\"]");
        assertThat(guest.path("scope").asText().split(" "))
                .containsExactlyInAnyOrder(
                        "inference:invoke", "frames:write", "detections:read", "images:read", "models:read");
        assertThat(guest.path("sightline_sources")).hasToString("[\"camera-1\"]");
    }
}
