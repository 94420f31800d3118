package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sightline.devstack.DevStack;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A route outside of the contracts that is guarded by the policy EIP: the example labels-today, by the real Keycloak.
 */
@ExtendWith(ApiRuntime.class)
class GuardedRouteIT {
    private static final String PATH = "/labels-today";

    private final Api api;

    GuardedRouteIT(Api api) {
        this.api = api;
    }

    @Test
    void asksForAToken() {
        unauthenticated(api.send(PATH, request -> request));
        unauthenticated(api.send(PATH + "?access_token=" + api.token("sightline-dev"), request -> request));
        for (var value : List.of("Bearer", "Bearer a.b.c", "Basic c2lnaHRsaW5lOmRldi1vbmx5")) {
            unauthenticated(api.send(PATH, request -> request.header("Authorization", value)));
        }
    }

    /** CVE-2026-23552. */
    @Test
    void refusesATokenOfAnotherRealm() {
        unauthenticated(with(api.token(DevStack.OTHER_REALM, "sightline-dev")));
    }

    @Test
    void refusesATokenForAnotherAudience() {
        assertThat(unauthenticated(with(api.token("sightline-foreign")))
                        .path("detail")
                        .asText())
                .contains("audience sightline");
    }

    /** CVE-2026-46455. */
    @Test
    void refusesATokenOnceItHasExpired() {
        var token = api.token("sightline-brief");
        assertThat(with(token).statusCode()).isEqualTo(200);

        await().atMost(Duration.ofSeconds(30)).until(() -> with(token).statusCode() != 200);

        assertThat(unauthenticated(with(token)).path("detail").asText()).contains("expired");
    }

    @Test
    void namesTheScopeThatIsMissing() {
        var answer = with(api.token("sightline-invoker"));

        var problem = Api.json(answer);
        assertThat(answer.statusCode()).as(problem.toString()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(problem.path("code").asText()).isEqualTo("FORBIDDEN");
        assertThat(problem.path("detail").asText()).contains("detections:read");
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).contains("scope=\"detections:read\""));
    }

    @Test
    void answersATokenWithTheScopeWhatItsSourcesHave() {
        // Given
        var ours = "ours-" + System.nanoTime();
        var theirs = "theirs-" + System.nanoTime();
        var rows = new StoredRows(api.database());
        rows.inferred("camera-1", Instant.now(), ours, 0.9, 0.8);
        rows.inferred("camera-2", Instant.now(), theirs, 0.9);
        // When
        var viewer = with(api.token("sightline-viewer"));
        var developer = with(api.token("sightline-dev"));
        // Then
        var seen = Answered.ok(viewer);
        assertThat(seen.path(ours).asInt()).isEqualTo(2);
        assertThat(seen.has(theirs)).isFalse();
        assertThat(Answered.ok(developer).path(theirs).asInt()).isEqualTo(1);
    }

    @Test
    void keepsTheTraceOfTheCallerInARefusal() {
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        var answer = api.send(PATH, request -> request.header("traceparent", AuditLines.traceparent(trace)));

        assertThat(Api.json(answer).path("traceId").asText()).isEqualTo(trace);
    }

    /** What is refused above is refused by the policy and by nothing else. */
    @Test
    void showsEverythingToEverybodyWhenThePolicyIsLeftOut() throws Exception {
        // Given
        var label = "open-" + System.nanoTime();
        new StoredRows(api.database()).inferred("camera-2", Instant.now(), label, 0.9);
        try (var copy = ExampleRoute.copy(api, "labels-today", (bean, route) -> {
            ExampleRoute.leaveThePolicyOut(bean, route);
            var steps = (ArrayNode) route.path("from").path("steps");
            steps.remove(0);
            steps.insert(0, header("everySource", "true")).insert(0, header("sources", "{}"));
        })) {
            // When
            var answer = api.send(copy.path(), request -> request);
            // Then
            assertThat(Answered.ok(answer).path(label).asInt()).isEqualTo(1);
        }
    }

    /** The step that asks for the sources of the caller is the second line: there is no caller without a policy. */
    @Test
    void showsNoRowsOfSourcesWithoutAPolicy() throws Exception {
        try (var copy = ExampleRoute.copy(api, "labels-today", ExampleRoute::leaveThePolicyOut)) {
            unauthenticated(api.send(copy.path(), request -> request));
        }
    }

    /** Who forgets answer-problems has ugly answers, and no open door. */
    @Test
    void refusesInARouteThatAnswersNoProblemsToo() throws Exception {
        try (var copy = ExampleRoute.copy(api, "labels-today", (bean, route) -> route.remove("routeConfigurationId"))) {
            var answer = api.send(copy.path(), request -> request);

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(Api.text(answer)).doesNotContain("Exception", "io.sightline");
        }
    }

    private static ObjectNode header(String name, String value) {
        var step = JsonNodeFactory.instance.objectNode();
        step.putObject("setHeader").put("name", name).put("constant", value);
        return step;
    }

    private HttpResponse<byte[]> with(String token) {
        return api.send(PATH, request -> request.header("Authorization", "Bearer " + token));
    }

    private static JsonNode unauthenticated(HttpResponse<byte[]> answer) {
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        return Answered.unauthenticated(answer);
    }
}
