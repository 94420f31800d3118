package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sightline.devstack.DevStack;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A route whose policy asks Keycloak about each token, and for a role: the example sign-off-shift. */
@ExtendWith(ApiRuntime.class)
class IntrospectedRouteIT {
    private static final String PATH = "/shift/sign-off";
    private static final String LOGIN = "client_id=sightline-inspector&client_secret=dev-only&";

    private final Api api;

    IntrospectedRouteIT(Api api) {
        this.api = api;
    }

    @Test
    void asksForAToken() {
        assertThat(api.send(PATH, request -> request.POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void refusesATokenOfAnotherRealm() {
        refused(signOff(PATH, api.token(DevStack.OTHER_REALM, "sightline-dev")));
    }

    /** All scopes are no role. */
    @Test
    void namesTheRoleThatIsMissing() {
        var answer = signOff(PATH, api.token("sightline-dev"));

        assertThat(answer.statusCode()).as(Api.text(answer)).isEqualTo(403);
        assertThat(Api.json(answer).path("detail").asText()).contains("role inspector");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @Test
    void refusesATokenWhoseLoginHasEnded() {
        // Given
        var login = login();
        permitted(signOff(PATH, accessToken(login)));
        // When
        keycloak(
                "logout", LOGIN + "refresh_token=" + login.path("refresh_token").asText());
        // Then
        refused(signOff(PATH, accessToken(login)));
    }

    @Test
    void refusesATokenThatWasRevoked() {
        // Given
        var login = login();
        permitted(signOff(PATH, accessToken(login)));
        // When
        keycloak("revoke", LOGIN + "token=" + accessToken(login));
        // Then
        refused(signOff(PATH, accessToken(login)));
    }

    /** It is the question to Keycloak that finds out: a signature stays good. */
    @Test
    void letsAnEndedLoginPassWhenKeycloakIsNotAsked() throws Exception {
        // Given
        var login = login();
        try (var copy = ExampleRoute.copy(api, "sign-off-shift", IntrospectedRouteIT::askNobody)) {
            // When
            keycloak(
                    "logout",
                    LOGIN + "refresh_token=" + login.path("refresh_token").asText());
            // Then
            refused(signOff(PATH, accessToken(login)));
            permitted(signOff(copy.path(), accessToken(login)));
        }
    }

    @Test
    void letsEverybodyPassWhenThePolicyIsLeftOut() throws Exception {
        try (var copy = ExampleRoute.copy(api, "sign-off-shift", ExampleRoute::leaveThePolicyOut)) {
            permitted(api.send(copy.path(), request -> request.POST(BodyPublishers.noBody())));
        }
    }

    private static void askNobody(ObjectNode bean, ObjectNode route) {
        ((ObjectNode) bean.path("properties")).put("useTokenIntrospection", false);
    }

    private JsonNode login() {
        return Api.json(keycloak("token", LOGIN + "grant_type=client_credentials"));
    }

    private static String accessToken(JsonNode login) {
        return login.path("access_token").asText();
    }

    private HttpResponse<byte[]> keycloak(String endpoint, String form) {
        var address = URI.create(api.property("sightline.keycloak.server-url") + "/realms/" + DevStack.REALM
                + "/protocol/openid-connect/" + endpoint);
        var answer = api.send(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
        assertThat(answer.statusCode()).as(Api.text(answer)).isBetween(200, 204);
        return answer;
    }

    private HttpResponse<byte[]> signOff(String path, String token) {
        return api.send(
                path,
                request -> request.header("Authorization", "Bearer " + token).POST(BodyPublishers.noBody()));
    }

    private static void permitted(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(Api.text(answer)).isEqualTo(200);
        assertThat(Api.json(answer).path("signedOff").asBoolean()).isTrue();
    }

    private static void refused(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(Api.text(answer)).isEqualTo(401);
        assertThat(Api.json(answer).path("code").asText()).isEqualTo("UNAUTHENTICATED");
        assertThat(Api.json(answer).path("detail").asText()).contains("not active");
    }
}
