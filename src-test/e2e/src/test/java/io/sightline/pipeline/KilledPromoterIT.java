package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.model.SmallDetector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A leader that is killed in the middle of a promotion, at each of its steps. */
@Tag("slow")
@ExtendWith(TestStack.class)
class KilledPromoterIT {
    private static final String MODEL = "spots";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final List<String> STEPS =
            List.of("discovered", "downloaded", "verified", "loaded", "gated", "serving");

    /** Whoever writes a step that the test waits at does not get beyond it before the test lets go. */
    private static final List<String> TURNSTILE = List.of(
            "create table turnstile (step text)",
            """
            create function wait_at_turnstile() returns trigger language plpgsql as $$
            begin
              if exists (select 1 from turnstile where step = new.step) then
                perform pg_advisory_xact_lock(4711);
              end if;
              return new;
            end $$""",
            "create trigger turnstile before insert on model_event for each row execute function wait_at_turnstile()");

    /** Whoever has sent something does not get to forget it. */
    private static final List<String> OUTBOX_TURNSTILE = List.of(
            TURNSTILE.get(0),
            """
            create function wait_before_forgetting() returns trigger language plpgsql as $$
            begin
              if exists (select 1 from turnstile where step = 'sent') then
                perform pg_advisory_xact_lock(4711);
              end if;
              return old;
            end $$""",
            "create trigger turnstile before delete on outbox for each row execute function wait_before_forgetting()");

    @Test
    void theSuccessorOfALeaderThatIsKilledAtAnyStepFinishesThePromotion(DevStack stack, @TempDir Path folder)
            throws Exception {
        // Given
        var model = SmallDetector.in(folder.resolve(MODEL));
        var settings = settings(stack, "killed-promoter", model);
        var database = new Database(settings);
        try (var processes = new Processes(settings);
                var announced = new AnnouncedModels(settings);
                var gatekeeper = connection(settings)) {
            var leader = processes.start();
            awaitVersion(announced, "1");
            TURNSTILE.forEach(database::change);
            for (int round = 0; round < STEPS.size(); round++) {
                var step = STEPS.get(round);
                var version = String.valueOf(round + 2);
                var standby = processes.start();
                // When
                close(gatekeeper, database, step);
                put(model, version);
                await().atMost(PATIENCE).until(() -> isSomebodyAtTheTurnstile(database));
                leader.kill();
                open(gatekeeper, database);
                // Then
                awaitVersion(announced, version);
                assertThat(database.number(
                                "select count(*) from model_event where version = ? and step = 'serving'", version))
                        .as("announced once, killed at " + step)
                        .isOne();
                assertThat(last(announced)).isEqualTo(database.number("select epoch from model_state"));
                leader = standby;
            }
            assertThat(database.number("select count(distinct epoch) from model_event"))
                    .as("terms")
                    .isEqualTo(STEPS.size() + 1);
        }
    }

    /** To everybody else it is gone; then it goes on where it was, and leads no more. */
    @Test
    void aLeaderThatWasGoneForAWhileWritesNothingWhenItIsBack(DevStack stack, @TempDir Path folder) throws Exception {
        // Given
        var model = SmallDetector.in(folder.resolve(MODEL));
        var settings = settings(stack, "frozen-promoter", model);
        var database = new Database(settings);
        try (var processes = new Processes(settings);
                var announced = new AnnouncedModels(settings);
                var gatekeeper = connection(settings)) {
            var leader = processes.start();
            awaitVersion(announced, "1");
            TURNSTILE.forEach(database::change);
            var standby = processes.start();
            // When it is frozen on its way through the steps
            close(gatekeeper, database, "warmed");
            put(model, "2");
            await().atMost(PATIENCE).until(() -> isSomebodyAtTheTurnstile(database));
            leader.freeze();
            open(gatekeeper, database);
            awaitVersion(announced, "2");
            leader.thaw();
            // Then both live, and one of them decides
            put(model, "3");
            awaitVersion(announced, "3");
            await().atMost(PATIENCE).until(() -> leader.metric("sightline_promotion_leader") == 0);
            assertThat(standby.metric("sightline_promotion_leader")).isOne();
            assertThat(database.rows("select version, epoch from model_event where step = 'serving' order by id"))
                    .extracting(row -> row.get("version") + " of term " + row.get("epoch"))
                    .containsExactly("1 of term 1", "2 of term 2", "3 of term 2");
            assertThat(
                            database.number(
                                    "select count(*) from model_event where epoch = 1 and id > (select min(id) from model_event where epoch = 2)"))
                    .isZero();
        }
    }

    /** Between the commit of a decision and its record in the topic. */
    @Test
    void whatALeaderHasDecidedAndNotSentIsSentByTheNextAsItWasDecided(DevStack stack, @TempDir Path folder)
            throws Exception {
        // Given
        var model = SmallDetector.in(folder.resolve(MODEL));
        var settings = settings(stack, "unsent-promoter", model);
        var database = new Database(settings);
        try (var processes = new Processes(settings);
                var announced = new AnnouncedModels(settings);
                var gatekeeper = connection(settings)) {
            var leader = processes.start();
            awaitVersion(announced, "1");
            processes.start();
            // When nobody gets to send
            var turn = "(hashtext('sightline.outbox'), hashtext('" + settings.get("sightline.topics.models") + "'))";
            ask(gatekeeper, "select pg_advisory_lock" + turn);
            put(model, "2");
            await().atMost(PATIENCE).until(() -> database.count("outbox") == 1);
            leader.kill();
            ask(gatekeeper, "select pg_advisory_unlock" + turn);
            // Then
            awaitVersion(announced, "2");
            await().atMost(PATIENCE).until(() -> database.count("outbox") == 0);
            assertThat(decisions(announced)).containsExactly("1: 1/1", "2: 1/2");
            assertThat(decided(database)).isEqualTo("1/2");
        }
    }

    /** Between the word of the broker and the end of the transaction. */
    @Test
    void whatALeaderHasSentAndNotForgottenIsSentAgainAsTheSameDecision(DevStack stack, @TempDir Path folder)
            throws Exception {
        // Given
        var model = SmallDetector.in(folder.resolve(MODEL));
        var settings = settings(stack, "unforgotten-promoter", model);
        var database = new Database(settings);
        try (var processes = new Processes(settings);
                var announced = new AnnouncedModels(settings);
                var gatekeeper = connection(settings)) {
            var leader = processes.start();
            awaitVersion(announced, "1");
            await().atMost(PATIENCE).until(() -> database.count("outbox") == 0);
            OUTBOX_TURNSTILE.forEach(database::change);
            // When
            close(gatekeeper, database, "sent");
            put(model, "2");
            await().atMost(PATIENCE).until(() -> isSomebodyAtTheTurnstile(database));
            awaitVersion(announced, "2");
            leader.kill();
            open(gatekeeper, database);
            processes.start();
            // Then it comes twice, with one number, by which followers know that it is nothing new
            await().atMost(PATIENCE).until(() -> database.count("outbox") == 0);
            assertThat(decisions(announced)).containsExactly("1: 1/1", "2: 1/2", "2: 1/2");
            assertThat(decided(database)).isEqualTo("1/2");
            assertThat(database.number("select count(*) from model_event where step = 'serving' and version = '2'"))
                    .isOne();
        }
    }

    /** All that was announced: version, term and number of the decision. */
    private static List<String> decisions(AnnouncedModels announced) {
        return announced.all().stream()
                .map(each -> each.version() + ": "
                        + each.state().orElseThrow().getEpoch() + "/"
                        + each.state().orElseThrow().getSequence())
                .toList();
    }

    private static String decided(Database database) {
        return database.number("select epoch from model_state") + "/"
                + database.number("select sequence from model_state");
    }

    private static Map<String, String> settings(DevStack stack, String name, Path model) {
        var settings = stack.isolate(name);
        settings.keySet().removeIf(key -> key.startsWith("sightline.models."));
        settings.putAll(Map.of(
                "sightline.stages",
                "promote",
                "sightline.models." + MODEL + ".path",
                model.toString(),
                "sightline.detection.model",
                MODEL,
                "sightline.promotion.period",
                "300ms",
                "sightline.promotion.lease",
                "3s"));
        return settings;
    }

    /** Processes that are ended with the test. */
    private static final class Processes implements AutoCloseable {
        private final Map<String, String> settings;
        private final List<RuntimeProcess> started = new ArrayList<>();

        Processes(Map<String, String> settings) {
            this.settings = settings;
        }

        RuntimeProcess start() {
            var process = RuntimeProcess.start("promoter-" + started.size(), settings);
            started.add(process);
            return process.awaitReady();
        }

        @Override
        public void close() {
            started.forEach(RuntimeProcess::kill);
        }
    }

    private static boolean isSomebodyAtTheTurnstile(Database database) {
        return database.number(
                        "select count(*) from pg_locks where locktype = 'advisory' and objid = 4711 and not granted")
                > 0;
    }

    private static long last(AnnouncedModels announced) {
        return announced.last(MODEL).orElseThrow().state().orElseThrow().getEpoch();
    }

    private static void awaitVersion(AnnouncedModels announced, String version) {
        await().atMost(PATIENCE)
                .until(() -> announced
                        .last(MODEL)
                        .filter(last -> last.version().equals(version))
                        .isPresent());
    }

    private static void close(Connection gatekeeper, Database database, String step) throws SQLException {
        database.change("insert into turnstile (step) values (?)", step);
        ask(gatekeeper, "select pg_advisory_lock(4711)");
    }

    private static void open(Connection gatekeeper, Database database) throws SQLException {
        database.change("delete from turnstile");
        ask(gatekeeper, "select pg_advisory_unlock(4711)");
    }

    private static void ask(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connection(Map<String, String> settings) throws SQLException {
        return DriverManager.getConnection(
                settings.get("spring.datasource.url"),
                settings.get("spring.datasource.username"),
                settings.get("spring.datasource.password"));
    }

    private static void put(Path model, String version) throws IOException {
        var beside = Files.createDirectories(model.resolve("next-" + version));
        for (var file : List.of("model.onnx", "detector.yaml")) {
            Files.copy(model.resolve("1").resolve(file), beside.resolve(file));
        }
        Files.writeString(beside.resolve("labels.txt"), "spot " + version);
        Files.move(beside, model.resolve(version));
    }
}
