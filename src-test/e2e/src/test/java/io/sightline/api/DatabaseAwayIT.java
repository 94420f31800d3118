package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.failure.Dependency;
import io.sightline.gate.Gates;
import io.sightline.proxy.Fault;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** PostgreSQL is away: what needs it says so, and what does not goes on. */
@ExtendWith(ApiRuntime.class)
class DatabaseAwayIT {
    private static final String ID = "0190f6a0-5b7c-7e11-9a38-2f4c5f0e3a77";
    private static final String DEV = "sightline-dev";
    private static final String REPORTER = "report-follower";

    private final Api api;
    private long closings;

    DatabaseAwayIT(Api api) {
        this.api = api;
    }

    @BeforeEach
    void takeItAway() throws Exception {
        api.token(DEV);
        // It would ask every few seconds, and find out before anybody else does.
        api.bean(CamelContext.class).getRouteController().stopRoute(REPORTER);
        closings = gates().closings(Dependency.POSTGRESQL);
        api.postgresql().begin(new Fault.Refuse());
    }

    @AfterEach
    void bringItBack() throws Exception {
        api.postgresql().heal();
        api.bean(CamelContext.class).getRouteController().startRoute(REPORTER);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> api.get("/v1/frames?limit=1", DEV).statusCode() == 200);
    }

    @Test
    void answersQueriesBy503AndRetryAfter() throws Exception {
        var reads = Stream.of(
                        "/v1/frames",
                        "/v1/frames/" + ID,
                        "/v1/frames/" + ID + "/image",
                        "/v1/frames/" + ID + "/annotated",
                        "/v1/detections",
                        "/v1/detections/summary?bucket=day",
                        "/v1/dead-letters",
                        "/v1/operations/" + ID,
                        "/v1/models/nobody",
                        "/v1/models/text-detector/events",
                        "/v1/audit")
                .<Callable<HttpResponse<byte[]>>>map(path -> () -> api.get(path, DEV));
        var redrive = "{\"dryRun\": true}".getBytes(StandardCharsets.UTF_8);
        var writes = Stream.<Callable<HttpResponse<byte[]>>>of(
                () -> api.post("/v1/dead-letters/redrive", "application/json", redrive),
                () -> api.post("/v1/models/text-detector/rollback", "application/json", new byte[0]));

        assertThat(atOnce(Stream.concat(reads, writes).toList())).hasSize(13).allSatisfy(answer -> {
            assertThat(answer.statusCode()).as(answer + " " + Api.text(answer)).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(Api.json(answer).path("code").asText()).isEqualTo("DEPENDENCY_UNAVAILABLE");
        });
    }

    /**
     * Whoever comes then waits for no connection. Nothing but the API asks here, and what it finds first are
     * connections that broke.
     */
    @Test
    void knowsThatItIsAwayByTheQueriesThatFailed() {
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            assertThat(api.get("/v1/frames?limit=1", DEV).statusCode()).isEqualTo(503);
            return gates().closings(Dependency.POSTGRESQL) > closings;
        });
    }

    @Test
    void goesOnWithInferencesAndTakesFramesIn() {
        var picture = Pictures.withText();

        var inference = api.post("/v1/inference", "image/jpeg", picture);
        var frame = api.post("/v1/frames?source=away-" + System.nanoTime(), "image/jpeg", picture);

        assertThat(inference.statusCode()).as(Api.text(inference)).isEqualTo(200);
        assertThat(Api.json(inference).path("detections")).isNotEmpty();
        assertThat(frame.statusCode()).as(Api.text(frame)).isEqualTo(202);
    }

    /** Which version serves in this process nobody else need tell. */
    @Test
    void tellsWhatItKnowsOfModelsByItself() {
        var all = api.get("/v1/models", DEV);
        var one = api.get("/v1/models/text-detector", DEV);

        assertThat(all.statusCode()).as(Api.text(all)).isEqualTo(200);
        assertThat(Api.json(all).path("incomplete").asBoolean()).isTrue();
        assertThat(Api.json(all).path("models").findValuesAsText("name")).contains("text-detector");
        assertThat(one.statusCode()).as(Api.text(one)).isEqualTo(200);
        assertThat(Api.json(one).path("incomplete").asBoolean()).isTrue();
        assertThat(Api.json(one).path("version").asText()).isEqualTo("1");
        assertThat(Api.json(one).has("followers")).isFalse();
    }

    private Gates gates() {
        return api.bean(Gates.class);
    }

    /** Those that come before it is known wait for a connection in vain. */
    private static List<HttpResponse<byte[]>> atOnce(List<Callable<HttpResponse<byte[]>>> calls) throws Exception {
        var threads = Executors.newFixedThreadPool(calls.size());
        try {
            return threads.invokeAll(calls).stream().map(DatabaseAwayIT::answer).toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private static HttpResponse<byte[]> answer(Future<HttpResponse<byte[]>> call) {
        try {
            return call.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
