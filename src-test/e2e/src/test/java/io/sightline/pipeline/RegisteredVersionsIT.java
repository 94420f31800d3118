package io.sightline.pipeline;

import static io.sightline.pipeline.MlflowPromoter.PATIENCE;
import static io.sightline.pipeline.MlflowPromoter.labelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.devstack.MlflowServer;
import io.sightline.e2e.TestStack;
import io.sightline.mlflow.DataScientist;
import io.sightline.mlflow.RunningMlflow;
import io.sightline.model.SmallDetector;
import io.sightline.proxy.Fault;
import io.sightline.proxy.FaultProxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A promoter goes by what people do in a real MLflow, and by nothing that is no word of it. Needs Python. */
@Tag("slow")
@ExtendWith({TestStack.class, RunningMlflow.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegisteredVersionsIT {
    private static final String ALIAS = "champion";

    private final DataScientist scientist;
    private final FaultProxy proxy;
    private final Path folder;
    private final MlflowPromoter promoter;
    private final AnnouncedModels announced;

    /** MLflow is away when the promoter starts. */
    RegisteredVersionsIT(DevStack stack, MlflowServer server, @TempDir Path folder) {
        this.folder = folder;
        scientist = DataScientist.at(server);
        var settings = stack.isolate("registered");
        settings.keySet().removeIf(key -> key.startsWith("sightline.models."));
        for (var name : List.of("anew", "bytes", "cut")) {
            settings.put("sightline.models.registered-" + name + ".from", "mlflow");
        }
        settings.putAll(Map.of(
                "sightline.detection.model", "registered-anew",
                "sightline.mlflow.url", server.url(),
                "sightline.artifacts.cache", folder.resolve("cache").toString()));
        proxy = FaultProxy.before(settings, "sightline.mlflow.url");
        proxy.begin(new Fault.Refuse());
        promoter = new MlflowPromoter(scientist, settings);
        announced = new AnnouncedModels(settings);
    }

    @BeforeAll
    void findMlflow() {
        promoter.awaitLook("registered-anew", "dependency_unavailable");
        proxy.heal();
    }

    @AfterAll
    void end() {
        announced.close();
        promoter.close();
        proxy.close();
    }

    @Test
    void anAliasOrAModelThatIsDeletedUnloadsNothing() throws Exception {
        // Given
        var model = "registered-anew";
        var before =
                promoter.promote(model, SmallDetector.in(folder.resolve(model)).resolve("1"));
        // When, then
        scientist.deleteAlias(model, ALIAS);
        promoter.awaitLook(model, "alias_missing");
        assertThat(promoter.serving(model)).isEqualTo(before);
        scientist.delete(model);
        promoter.awaitLook(model, "model_missing");
        assertThat(promoter.serving(model)).isEqualTo(before);
        // When it is made anew, its versions begin at 1 again
        var after = promoter.promote(
                model,
                SmallDetector.flat(folder.resolve("anew"), SmallDetector.SIDE).resolve("1"));
        // Then the number is the same, and the files are not
        assertThat(after).startsWith("1 ").isNotEqualTo(before);
    }

    @Test
    void bytesThatChangeUnderAVersionAreSeenWhenItIsReadAgain() throws Exception {
        // Given
        var model = "registered-bytes";
        var source = labelled("one", SmallDetector.in(folder.resolve(model)));
        var before = promoter.promote(model, source);
        // When
        scientist.overwrite(model, "1", "labels.txt", "other".getBytes(StandardCharsets.UTF_8));
        promoter.awaitLook(model, "same");
        assertThat(promoter.serving(model)).as("the files of ours").isEqualTo(before);
        promoter.promote(model, labelled("two", SmallDetector.in(folder.resolve(model))));
        scientist.setAlias(model, ALIAS, "1");
        await().atMost(PATIENCE).until(() -> promoter.serving(model).startsWith("1 "));
        // Then
        assertThat(promoter.serving(model)).isNotEqualTo(before);
    }

    @Test
    void aModelIsDiscoveredByItsTagAndRetiredWithoutItAndNotByAnMlflowThatIsAway() throws Exception {
        // Given
        var model = "registered-found";
        scientist.setAlias(
                model,
                ALIAS,
                scientist.register(
                        model, SmallDetector.in(folder.resolve(model)).resolve("1")));
        scientist.serve(model);
        await().atMost(PATIENCE).until(() -> announced.last(model).isPresent());
        // When MLflow is away, or something else answers in its place, then what serves goes on
        disturb(new Fault.Refuse(), "dependency_unavailable");
        disturb(answer("403 Forbidden", "<html>Not for you</html>"), "dependency_denies");
        disturb(answer("401 Unauthorized", "<html>Who are you?</html>"), "dependency_denies");
        disturb(answer("200 OK", "<html>Log in</html>"), "dependency_unavailable");
        // In MLflow's words there are no models.
        disturb(answer("200 OK", "{}"), "dependency_misunderstood");
        assertThat(announced.last(model).orElseThrow().state()).isPresent();
        promoter.awaitLook(model, "same");
        assertThat(announced.last(model).orElseThrow().version()).isEqualTo("1");
        // When
        scientist.tagModel(model, "sightline.serve", "false");
        // Then
        await().atMost(PATIENCE)
                .until(() -> announced.last(model).orElseThrow().state().isEmpty());
    }

    @Test
    void aDownloadThatBreaksOffIsMadeAgain() throws Exception {
        var model = "registered-cut";
        var version = scientist.register(
                model, SmallDetector.in(folder.resolve(model)).resolve("1"));
        // When only the beginning of the model arrives
        proxy.begin(new Fault.Truncate(20_000));
        scientist.setAlias(model, ALIAS, version);
        promoter.awaitLook(model, "dependency_unavailable");
        assertThat(promoter.serving(model)).isEmpty();
        proxy.heal();
        // Then
        await().atMost(PATIENCE).until(() -> promoter.serving(model).startsWith(version + " "));
        assertThat(promoter.database()
                        .number(
                                "select count(*) from model_event where name = ? and step in ('downloaded', 'rejected')",
                                model))
                .isOne();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(folder.resolve("cache/promotion")).isEmptyDirectory());
    }

    private void disturb(Fault fault, String outcome) {
        proxy.begin(fault);
        try {
            // A model that is configured: what is discovered may not be looked at meanwhile.
            promoter.awaitLook("registered-anew", outcome);
            promoter.awaitFailure(outcome.toUpperCase(Locale.ROOT));
        } finally {
            proxy.heal();
        }
    }

    private static Fault answer(String status, String body) {
        var type = body.startsWith("{") ? "application/json" : "text/html";
        return new Fault.Answer("HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: "
                + body.length() + "\r\nConnection: close\r\n\r\n" + body);
    }
}
