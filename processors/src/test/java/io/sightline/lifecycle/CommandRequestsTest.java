package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of commands on models that people ask for. */
@ExtendWith(PostgresServer.class)
class CommandRequestsTest {
    private static final Optional<String> FORMER = Optional.empty();

    private TestDatabase database;
    private CommandRequests requests;

    @BeforeEach
    void open(TestDatabase fresh) {
        database = fresh;
        requests = new CommandRequests(fresh.dataSource());
    }

    @Test
    void keepsACommandUntilItIsCarriedOutAndTellsWhatBecameOfIt() throws SQLException {
        var asked = requests.request(request("parcels", ModelAction.PIN, Optional.of("7")));
        database.change("update model_command set state = 'done', message = 'version 7 is pinned', ended_at = now()");
        var ended = requests.find(asked.id()).orElseThrow();

        assertThat(asked.state()).isEqualTo("waiting");
        assertThat(asked.command()).isEqualTo("pin");
        assertThat(asked.version()).hasValue("7");
        assertThat(asked.message()).isEmpty();
        assertThat(ended.state()).isEqualTo("done");
        assertThat(ended.message()).hasValue("version 7 is pinned");
        assertThat(ended.endedAt()).isPresent();
        assertThat(requests.find(UUID.randomUUID())).isEmpty();
    }

    /** A second rollback would go back two versions. */
    @Test
    void takesTheSameCommandForTheOneThatWaits() throws SQLException {
        var first = requests.request(request("parcels", ModelAction.ROLLBACK, FORMER));
        var again = requests.request(request("parcels", ModelAction.ROLLBACK, FORMER));
        end(first);
        var later = requests.request(request("parcels", ModelAction.ROLLBACK, FORMER));

        assertThat(again).isEqualTo(first);
        assertThat(later.id()).isNotEqualTo(first.id());
    }

    @Test
    void refusesAnotherCommandOfTheModelUntilTheOneThatWaitsHasEnded() throws SQLException {
        var first = requests.request(request("parcels", ModelAction.ROLLBACK, FORMER));

        assertThatThrownBy(() -> requests.request(request("parcels", ModelAction.ROLLBACK, Optional.of("3"))))
                .isInstanceOfSatisfying(PermanentFailure.class, refused -> {
                    assertThat(refused.code()).isEqualTo(FailureCode.COMMAND_WAITING);
                    assertThat(refused).hasMessageContaining(first.id().toString());
                });
        assertThatThrownBy(() -> requests.request(request("parcels", ModelAction.UNPIN, FORMER)))
                .hasMessageContaining("rollback of model parcels");
        requests.request(request("faces", ModelAction.UNPIN, FORMER));
        end(first);
        requests.request(request("parcels", ModelAction.UNPIN, FORMER));
        assertThat(count()).isEqualTo(3);
    }

    /** The version of a pin may not be to be had for minutes; that must not keep anybody from going back. */
    @ParameterizedTest
    @CsvSource({
        "ROLLBACK, , rollback of model parcels",
        "UNPIN, , unpin of model parcels",
        "PIN, 8, pin of model parcels with version 8"
    })
    void whatIsAskedForNextTakesThePlaceOfAPinThatWaits(ModelAction action, @Nullable String version, String described)
            throws SQLException {
        var pin = requests.request(request("parcels", ModelAction.PIN, Optional.of("7")));

        var next = requests.request(request("parcels", action, Optional.ofNullable(version)));

        var replaced = requests.find(pin.id()).orElseThrow();
        assertThat(replaced.state()).isEqualTo("failed");
        assertThat(replaced.message()).hasValue("replaced by operation " + next.id() + ", " + described);
        assertThat(replaced.endedAt()).isPresent();
        assertThat(next.state()).isEqualTo("waiting");
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void thePinOfAnotherModelWaitsOn() throws SQLException {
        var pin = requests.request(request("faces", ModelAction.PIN, Optional.of("7")));

        requests.request(request("parcels", ModelAction.ROLLBACK, FORMER));

        assertThat(requests.find(pin.id()).orElseThrow().state()).isEqualTo("waiting");
    }

    /** Whoever asks again with a key gets an operation of its own, that it finds again. */
    @Test
    void aPinWithAKeyTakesThePlaceOfTheSameOneWithoutAndIsFoundAgain() throws SQLException {
        var key = UUID.randomUUID();
        requests.request(request("parcels", ModelAction.PIN, FORMER));

        var keyed = requests.request(keyed(key, ModelAction.PIN));
        var again = requests.request(keyed(key, ModelAction.PIN));

        assertThat(keyed.id()).isEqualTo(key);
        assertThat(again).isEqualTo(keyed);
    }

    @Test
    void aPinThatIsCarriedOutAtThisMomentIsNotReplaced() throws Exception {
        var pin = requests.request(request("parcels", ModelAction.PIN, Optional.of("7")));
        var others = Executors.newSingleThreadExecutor();
        try (var leader = database.dataSource().getConnection()) {
            leader.setAutoCommit(false);
            ModelCommands.end(leader, new EndedCommand(pin.id(), true, "version 7 serves and stays"));

            var next = others.submit(() -> requests.request(request("parcels", ModelAction.ROLLBACK, FORMER)));
            await().until(() -> database.number("select count(*) from pg_stat_activity"
                            + " where datname = current_database() and wait_event_type = 'Lock'")
                    == 1);
            leader.commit();

            assertThat(next.get().state()).isEqualTo("waiting");
            assertThat(requests.find(pin.id()).orElseThrow().message()).hasValue("version 7 serves and stays");
        } finally {
            others.shutdownNow();
        }
    }

    /** What only wakes a poll is in nobody's way, and no operation of people. */
    @Test
    void isNotHeldUpByALook() throws SQLException {
        var look = UUID.randomUUID();
        database.change("insert into model_command (id, name, command, requested_by) values ('" + look
                + "', 'parcels', 'look', 'mlflow')");

        requests.request(request("parcels", ModelAction.UNPIN, FORMER));

        assertThat(count()).isEqualTo(2);
        assertThat(requests.find(look)).isEmpty();
    }

    @Test
    void givesUpACommandThatNobodyCarriesOut() throws SQLException {
        var first = requests.request(request("parcels", ModelAction.ROLLBACK, FORMER));
        database.change("update model_command set requested_at = now() - interval '301 seconds'");

        var second = requests.request(request("parcels", ModelAction.PIN, FORMER));

        var given = requests.find(first.id()).orElseThrow();
        assertThat(given.state()).isEqualTo("failed");
        assertThat(given.message())
                .hasValueSatisfying(message -> assertThat(message).contains("within 300 s"));
        assertThat(second.state()).isEqualTo("waiting");
    }

    /** The leader tries its version to the end, however long that takes. */
    @Test
    void keepsAPinThatIsTriedForLongUntilSomethingElseIsAskedFor() throws SQLException {
        var pin = requests.request(request("parcels", ModelAction.PIN, Optional.of("7")));
        database.change("update model_command set requested_at = now() - interval '301 seconds',"
                + " message = 'version 7 is being tried'");

        var again = requests.request(request("parcels", ModelAction.PIN, Optional.of("7")));
        var next = requests.request(request("parcels", ModelAction.ROLLBACK, FORMER));

        assertThat(again.id()).isEqualTo(pin.id());
        assertThat(again.state()).isEqualTo("waiting");
        assertThat(requests.find(pin.id()).orElseThrow().message())
                .hasValue("replaced by operation " + next.id() + ", rollback of model parcels");
    }

    @Test
    void findsTheCommandOfAKeyAgainAlsoWhenItHasEnded() throws SQLException {
        var key = UUID.randomUUID();
        var first = requests.request(keyed(key, ModelAction.ROLLBACK));
        end(first);

        var again = requests.request(keyed(key, ModelAction.ROLLBACK));

        assertThat(again.id()).isEqualTo(key);
        assertThat(again.state()).isEqualTo("done");
        assertThat(count()).isOne();
        assertThatThrownBy(() -> requests.request(keyed(key, ModelAction.UNPIN)))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        refused -> assertThat(refused.code()).isEqualTo(FailureCode.IDEMPOTENCY_CONFLICT));
    }

    /** Its repeat could not find the other's operation again. */
    @Test
    void takesACommandWithAKeyForNoOther() throws SQLException {
        requests.request(request("parcels", ModelAction.ROLLBACK, FORMER));

        assertThatThrownBy(() -> requests.request(keyed(UUID.randomUUID(), ModelAction.ROLLBACK)))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        refused -> assertThat(refused.code()).isEqualTo(FailureCode.COMMAND_WAITING));
    }

    @Test
    void isOneCommandHoweverManyAskAtOnce() throws Exception {
        var people = Executors.newFixedThreadPool(8);
        try {
            var asked = IntStream.range(0, 8)
                    .<Callable<RequestedCommand>>mapToObj(
                            i -> () -> requests.request(request("parcels", ModelAction.ROLLBACK, FORMER)))
                    .toList();

            var answers = people.invokeAll(asked);

            for (var answer : answers) {
                assertThat(answer.get()).isEqualTo(answers.get(0).get());
            }
            assertThat(count()).isOne();
        } finally {
            people.shutdownNow();
        }
    }

    /** One look sees all that has happened, and a delivery that comes again asks for none. */
    @Test
    void looksOnceForAllThatWaitsAndForNothingThatComesAgain() throws SQLException {
        var first = UUID.randomUUID();
        var second = UUID.randomUUID();
        requests.look(first, "parcels");
        requests.look(second, "parcels");
        requests.look(second, "parcels");
        requests.look(UUID.randomUUID(), "faces");
        var waiting = database.number("select count(*) from model_command where state = 'waiting'");
        database.change("update model_command set state = 'done', ended_at = now() where state = 'waiting'");
        requests.look(first, "parcels");
        requests.look(second, "parcels");

        assertThat(waiting).isEqualTo(2);
        assertThat(count()).isEqualTo(3);
        assertThat(database.number("select count(*) from model_command where state = 'waiting'"))
                .isZero();
    }

    @Test
    void forgetsLooksThatNothingCanRepeatAnyMore() throws SQLException {
        requests.look(UUID.randomUUID(), "parcels");
        requests.request(request("parcels", ModelAction.UNPIN, FORMER));
        database.change("update model_command set state = 'done', ended_at = now() - interval '2 hours'");

        requests.look(UUID.randomUUID(), "faces");

        assertThat(database.text("select command from model_command order by command"))
                .isEqualTo("look,unpin");
    }

    private void end(RequestedCommand command) {
        database.change("update model_command set state = 'done', ended_at = now() where id = '" + command.id() + "'");
    }

    private long count() {
        return database.number("select count(*) from model_command");
    }

    private static CommandRequest request(String model, ModelAction action, Optional<String> version) {
        return new CommandRequest(UUID.randomUUID(), false, model, action, version, "somebody");
    }

    private static CommandRequest keyed(UUID key, ModelAction action) {
        return new CommandRequest(key, true, "parcels", action, FORMER, "somebody");
    }
}
