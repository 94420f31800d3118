package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.devstack.DevStack;
import io.sightline.devstack.MlflowServer;
import io.sightline.e2e.TestStack;
import io.sightline.local.LocalRuntime;
import io.sightline.mlflow.DataScientist;
import io.sightline.mlflow.RunningMlflow;
import io.sightline.model.SmallDetector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * From a version that somebody registers in MLflow to rows that name it: two processes that serve, one of which
 * promotes, under load all the time. Needs Python.
 */
@Tag("slow")
@ExtendWith({TestStack.class, RunningMlflow.class})
@SuppressWarnings("NullAway.Init")
class PromotionIT {
    private static final String MODEL = "promoted-parcels";
    private static final String ALIAS = "champion";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MOVES = 10;

    private final HttpClient http = HttpClient.newHttpClient();
    private final DataScientist scientist;
    private final Path folder;
    private final Map<String, String> settings;
    private final Database database;
    private final String token;
    private ConfigurableApplicationContext runtime;
    private RuntimeProcess other;
    private List<URI> apis;
    private Operator operator;

    PromotionIT(DevStack stack, MlflowServer server, @TempDir Path folder) {
        this.scientist = DataScientist.at(server);
        this.folder = folder;
        this.token = stack.token("sightline-dev");
        this.settings = stack.isolate("promotion");
        settings.keySet().removeIf(key -> key.startsWith("sightline.models."));
        settings.putAll(Map.of(
                "sightline.models." + MODEL + ".from",
                "mlflow",
                "sightline.detection.model",
                MODEL,
                "sightline.mlflow.url",
                server.url(),
                "sightline.mlflow.discover",
                "false",
                "sightline.mlflow.environment",
                "hall-3",
                "sightline.artifacts.cache",
                folder.resolve("cache").toString(),
                "sightline.promotion.period",
                "300ms",
                "sightline.promotion.lease",
                "5s"));
        this.database = new Database(settings);
    }

    @BeforeEach
    void start() {
        runtime = LocalRuntime.run(settings, "--sightline.stages=promote,ingest,detect,sink,api");
        other = RuntimeProcess.start("promotion", settings, "--sightline.stages=detect,api")
                .awaitReady();
        apis = List.of(
                URI.create("http://127.0.0.1:" + runtime.getEnvironment().getProperty("local.server.port")),
                other.api());
        operator = new Operator(apis.get(0), token);
    }

    @AfterEach
    void end() {
        other.kill();
        runtime.close();
    }

    @Test
    void aVersionGoesLiveWhenItsAliasMovesAndABrokenOneDoesNot() throws Exception {
        assertThat(answer(apis.get(0))).isEqualTo("503 MODEL_NOT_SERVING");
        // When the first version gets its alias
        var first = scientist.register(MODEL, version("first", SmallDetector.in(folder.resolve("first"))));
        scientist.setAlias(MODEL, ALIAS, first);
        // Then it serves everywhere
        awaitServed(first);
        try (var traffic = ModelTraffic.begin(settings, MODEL, token, apis)) {
            // When the alias moves to the next one, under load
            var flat = SmallDetector.flat(folder.resolve("second"), SmallDetector.SIDE);
            var second = scientist.register(MODEL, version("second", flat));
            scientist.setAlias(MODEL, ALIAS, second);
            awaitServed(second);
            // Then nobody sees anything but one version after the other
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(traffic.answers())
                            .hasSize(2)
                            .allSatisfy(client -> assertThat(client).containsExactly("200 " + first, "200 " + second)));
            awaitStatus(second, "SERVING");
            awaitStatus(first, "SUPERSEDED");

            theBrokenOneIsRejectedForAllToSee(second);
            theWayBackIsTakenAndKept(first, second);
            theLastMoveOfAnAliasWins(first, second);

            // Then all that was asked was answered, by versions that served
            var frames = traffic.end();
            assertThat(traffic.answers())
                    .allSatisfy(client -> assertThat(client).allMatch(answer -> answer.startsWith("200 ")));
            await().atMost(PATIENCE)
                    .until(() -> database.number("select count(*) from inference where purpose = 'SERVING'") == frames);
        }
        assertThat(database.count("dead_letter")).isZero();
        everyRowNamesItsVersion();
    }

    /** One whose training went astray: it loads, and gives no numbers. */
    private void theBrokenOneIsRejectedForAllToSee(String serving) throws Exception {
        // When
        var broken = scientist.register(
                MODEL, SmallDetector.notFinite(folder.resolve("third")).resolve("1"));
        scientist.setAlias(MODEL, ALIAS, broken);
        awaitStatus(broken, "REJECTED");
        // Then
        assertThat(tag(broken, "reason")).startsWith("OUTPUT_NOT_FINITE: ");
        var trail = operator.operation("/v1/models/" + MODEL + "/events?version=" + broken)
                .path("events");
        assertThat(trail.findValuesAsText("step"))
                .containsExactly("rejected", "warmed", "loaded", "verified", "downloaded", "discovered");
        assertThat(trail.path(0).path("reason").asText()).isEqualTo("OUTPUT_NOT_FINITE");
        assertThat(tag(broken, "reason"))
                .isEqualTo("OUTPUT_NOT_FINITE: " + trail.path(0).path("message").asText());
        assertThat(rejections("OUTPUT_NOT_FINITE")).isOne();
        var state = model().path("state");
        assertThat(state.path("status").asText()).isEqualTo("REJECTED");
        assertThat(state.path("reason").asText()).startsWith("version " + broken + ": OUTPUT_NOT_FINITE: ");
        assertThat(model().path("version").asText()).isEqualTo(serving);
        assertThat(apis).allSatisfy(api -> assertThat(answer(api)).isEqualTo("200 " + serving));
    }

    private void theWayBackIsTakenAndKept(String first, String second) throws Exception {
        // Given
        scientist.setAlias(MODEL, ALIAS, second);
        awaitLook("same");
        // When
        var asked = operator.act("/v1/models/" + MODEL + "/rollback");
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(202);
        operator.awaitDone(asked.headers().firstValue("Location").orElseThrow());
        // Then
        awaitServed(first);
        awaitLook("held_back");
        assertThat(apis).allSatisfy(api -> assertThat(answer(api)).isEqualTo("200 " + first));
        assertThat(model().path("state").path("status").asText()).isEqualTo("ROLLED_BACK");
        awaitStatus(second, "ROLLED_BACK");
        awaitStatus(first, "SERVING");
    }

    private void theLastMoveOfAnAliasWins(String first, String second) throws Exception {
        var last = scientist.register(MODEL, version("last", SmallDetector.in(folder.resolve("fourth"))));
        // When
        for (int move = 0; move < MOVES; move++) {
            scientist.setAlias(MODEL, ALIAS, move % 2 == 0 ? first : second);
            var looks = looks();
            await().atMost(PATIENCE).until(() -> looks() > looks);
        }
        scientist.setAlias(MODEL, ALIAS, last);
        // Then
        awaitServed(last);
        await().atMost(PATIENCE).until(() -> database.number("""
                        select count(*) from follower f join model_state s using (name, epoch, sequence)
                        where f.state = 'serving' and f.version = ?""", last) == apis.size());
        try (var announced = new AnnouncedModels(settings)) {
            assertThat(announced.last(MODEL).orElseThrow().version()).isEqualTo(last);
        }
        assertThat(model().path("followers").path("behind").asInt()).isZero();
    }

    private void everyRowNamesItsVersion() throws Exception {
        var served = new HashMap<String, Object>();
        for (var event : operator.operation("/v1/models/" + MODEL + "/events?step=serving&limit=100")
                .path("events")) {
            served.put(
                    event.path("version").asText() + " " + event.path("runId").asText(),
                    event.path("sha256").asText());
        }
        var rows = database.rows("select distinct model_version, model_run_id, model_sha256 from provenance");
        var stored = new HashMap<String, Object>();
        rows.forEach(
                row -> stored.put(row.get("model_version") + " " + row.get("model_run_id"), row.get("model_sha256")));
        assertThat(stored).hasSizeGreaterThan(2).hasSameSizeAs(rows);
        assertThat(served).containsAllEntriesOf(stored);
        assertThat(new HashSet<>(stored.values())).as("files").hasSameSizeAs(rows);
    }

    /** Labels of its own make a version another one. */
    private static Path version(String label, Path model) throws Exception {
        Files.writeString(model.resolve("1").resolve("labels.txt"), label);
        return model.resolve("1");
    }

    private void awaitServed(String version) {
        await().atMost(PATIENCE).until(() -> {
            for (var api : apis) {
                if (!answer(api).equals("200 " + version)) {
                    return false;
                }
            }
            return true;
        });
    }

    private String answer(URI api) throws Exception {
        return ModelTraffic.answer(http, api, MODEL, token, SpottedPicture.png(SpottedPicture.MIDDLE));
    }

    private String tag(String version, String name) throws Exception {
        return scientist.tags(MODEL, version).getOrDefault("sightline.hall-3." + name, "");
    }

    /** MLflow is told after the processes that serve. */
    private void awaitStatus(String version, String status) {
        await().atMost(PATIENCE).until(() -> tag(version, "status").equals(status));
    }

    private JsonNode model() {
        return operator.operation("/v1/models/" + MODEL);
    }

    private double looks() {
        return runtime.getBean(MeterRegistry.class).find("sightline.promotion.looks").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** Waits for a look that begins later and ends so. */
    private void awaitLook(String outcome) {
        var counter = runtime.getBean(MeterRegistry.class)
                .counter("sightline.promotion.looks", "model", MODEL, "outcome", outcome);
        var before = counter.count();
        await().atMost(PATIENCE).until(() -> counter.count() > before + 1);
    }

    private double rejections(String reason) {
        return runtime.getBean(MeterRegistry.class)
                .get("sightline.promotion.steps")
                .tags("model", MODEL, "step", "rejected", "reason", reason)
                .counter()
                .count();
    }
}
