package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GET /v1/routes, POST /v1/routes/{id}/stop and /start. */
@ExtendWith(ApiRuntime.class)
class RoutesIT {
    private static final String DEV = "sightline-dev";
    private static final String EXAMPLE = "labels-today";

    private final Api api;

    RoutesIT(Api api) {
        this.api = api;
    }

    @Test
    void listsTheRoutesOfTheProcessWithWhatTheyHaveDone() {
        var before = listed("list-routes").path("exchanges").path("total").asLong();

        var route = listed("list-routes");

        assertThat(route.path("state").asText()).isEqualTo("started");
        assertThat(route.path("builtIn").asBoolean()).isTrue();
        assertThat(route.path("since").asText()).endsWith("Z");
        assertThat(route.path("exchanges").path("total").asLong()).isGreaterThan(before);
        assertThat(route.path("exchanges").path("inFlight").asLong()).isPositive();
        assertThat(Answered.ok(api.get("/v1/routes", DEV)).path("files")).isEmpty();
    }

    @Test
    void stopsARouteAndStartsItAgain() {
        var trace = AuditLines.newTrace();
        try {
            var stopped = Answered.ok(post(EXAMPLE, "stop", DEV, trace));

            assertThat(stopped.path("state").asText()).isEqualTo("stopped");
            assertThat(stopped.has("since")).isFalse();
            assertThat(stopped.path("id").asText()).isEqualTo(EXAMPLE);
            var refused = api.get("/" + EXAMPLE, DEV);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(Api.json(refused).path("code").asText()).isEqualTo("ROUTE_STOPPED");
            assertThat(Api.json(refused).path("detail").asText()).contains("/" + EXAMPLE);
        } finally {
            assertThat(Answered.ok(post(EXAMPLE, "start", DEV, AuditLines.newTrace()))
                            .path("state")
                            .asText())
                    .isEqualTo("started");
        }
        assertThat(api.get("/" + EXAMPLE, DEV).statusCode()).isEqualTo(200);
        var entry = AuditLines.of(api).entry(trace);
        assertThat(entry.path("event").asText()).isEqualTo("write");
        assertThat(entry.path("operation").asText()).isEqualTo("stopRoute");
        assertThat(entry.path("resource").asText()).isEqualTo("/v1/routes/" + EXAMPLE + "/stop");
        assertThat(entry.path("client").asText()).isEqualTo(DEV);
    }

    @ParameterizedTest
    @CsvSource({
        "list-frames, stop, sightline-dev, 409, ROUTE_GUARDED, sightline.routes.replace",
        "stop-route, stop, sightline-dev, 409, ROUTE_GUARDED, stop-route",
        "nobody, start, sightline-dev, 404, NOT_FOUND, nobody",
        "labels-today, stop, sightline-operator, 403, FORBIDDEN, sightline_sources",
        "labels-today, stop, sightline-viewer, 403, FORBIDDEN, operations"
    })
    void refusesWhatMustNotBeSwitched(
            String route, String command, String client, int status, String code, String words) {
        var answer = post(route, command, client, AuditLines.newTrace());

        var problem = Api.json(answer);
        assertThat(answer.statusCode()).as(problem.toString()).isEqualTo(status);
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(problem.path("detail").asText()).contains(words);
        assertThat(listed(EXAMPLE).path("state").asText()).isEqualTo("started");
    }

    /** Nobody could ask for its start again. */
    @Test
    void leavesAloneWhatRequestsComeInBy() {
        var camel = api.bean(CamelContext.class);
        var ways = camel.getRoutes().stream()
                .filter(Route::isCreatedByRestDsl)
                .map(Route::getId)
                .toList();

        assertThat(ways).isNotEmpty().allSatisfy(id -> {
            var answer = post(id, "stop", DEV, AuditLines.newTrace());
            assertThat(Api.json(answer).path("code").asText()).as(id).isEqualTo("ROUTE_GUARDED");
        });
    }

    private JsonNode listed(String id) {
        for (var route : Answered.ok(api.get("/v1/routes", DEV)).path("routes")) {
            if (route.path("id").asText().equals(id)) {
                return route;
            }
        }
        throw new AssertionError("there is no route " + id);
    }

    private HttpResponse<byte[]> post(String id, String command, String client, String trace) {
        return api.send(
                "/v1/routes/" + id + "/" + command,
                request -> request.header("Authorization", "Bearer " + api.token(client))
                        .header("traceparent", AuditLines.traceparent(trace))
                        .POST(BodyPublishers.noBody()));
    }
}
