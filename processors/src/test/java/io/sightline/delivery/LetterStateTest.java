package io.sightline.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.Samples;
import io.sightline.claim.ClaimNaming;
import io.sightline.claim.Sha256;
import io.sightline.delivery.DeadLetterFactory.Casualty;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.v1.Purpose;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A frame has one serving inference or one open dead letter. */
@ExtendWith(PostgresServer.class)
class LetterStateTest {
    private static final Clock NOON = Clock.fixed(Samples.NOON, ZoneOffset.UTC);

    private final FrameReceived frame = Samples.frame(Samples.text("picture"));
    private TestDatabase database;

    @BeforeEach
    void open(TestDatabase fresh) {
        database = fresh;
    }

    @ParameterizedTest
    @CsvSource({"detect, resolved", "ingest, resolved", "sink, open"})
    void anInferenceResolvesTheLetterOfItsFrame(String stage, String state) {
        letter(stage);
        assertThat(states()).isEqualTo("open");

        infer(Purpose.SERVING, "a");

        assertThat(states()).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({"detect, resolved", "ingest, resolved", "sink, open"})
    void aLetterOfAFrameThatHasItsInferenceIsResolvedFromTheStart(String stage, String state) {
        infer(Purpose.SERVING, "a");

        letter(stage);

        assertThat(states()).isEqualTo(state);
    }

    @Test
    void anInferenceWaitsForALetterThatIsBeingWritten() throws SQLException {
        try (var connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            new DeadLetterTable().insert(connection, List.of(letterRow("detect")));
            var inference = CompletableFuture.runAsync(() -> infer(Purpose.SERVING, "a"));
            await().until(() -> database.number("select count(*) from pg_locks where not granted") > 0);

            connection.commit();
            inference.join();
        }

        assertThat(states()).isEqualTo("resolved");
    }

    @Test
    void aLetterWaitsForAnInferenceThatIsBeingWritten() throws SQLException {
        try (var connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            inferences().insert(connection, List.of(row(Purpose.SERVING, "a")));
            var letter = CompletableFuture.runAsync(() -> letter("detect"));
            await().until(() -> database.number("select count(*) from pg_locks where not granted") > 0);

            connection.commit();
            letter.join();
        }

        assertThat(states()).isEqualTo("resolved");
    }

    @Test
    void aShadowInferenceResolvesNothing() {
        letter("detect");

        infer(Purpose.SHADOW, "a");

        assertThat(states()).isEqualTo("open");
    }

    @Test
    void theFirstServingInferenceOfAFrameIsNewAndNoOther() {
        var first = row(Purpose.SERVING, "a");
        var second = row(Purpose.SERVING, "b");
        var shadow = row(Purpose.SHADOW, "b");

        List<InferenceRow> inserted =
                database.inTransaction(connection -> inferences().insert(connection, List.of(first, second, shadow)));
        List<InferenceRow> again =
                database.inTransaction(connection -> inferences().insert(connection, List.of(second, shadow)));

        assertThat(inserted).containsExactlyInAnyOrder(first, shadow);
        assertThat(again).isEmpty();
        assertThat(database.number("select count(*) from inference")).isEqualTo(2);
    }

    private void letter(String stage) {
        database.inTransaction(connection -> new DeadLetterTable().insert(connection, List.of(letterRow(stage))));
    }

    private DeadLetterRow letterRow(String stage) {
        var letters = new DeadLetterFactory(new ClaimNaming("sightline"), NOON, "1.2.3");
        var record = Samples.record(4, Samples.text("value"));
        var letter = letters.write(
                new Casualty(record, Optional.of(frame.getFrameId()), Optional.empty(), 1, stage, "route"),
                new PermanentFailure(FailureCode.CLAIM_MISSING, "gone"));
        return new DeadLetterRow(letter, record);
    }

    private void infer(Purpose purpose, String model) {
        database.inTransaction(connection -> inferences().insert(connection, List.of(row(purpose, model))));
    }

    private InferenceTable inferences() {
        return new InferenceTable(new MonthPartitions(database.dataSource()));
    }

    private InferenceRow row(Purpose purpose, String model) {
        var sha256 = Sha256.of(Samples.text(model));
        var event = new InferenceEventFactory(NOON, "1.2.3")
                .serving(frame, Samples.inference(model), Duration.ofMillis(1), Optional.empty());
        event.setPurpose(purpose);
        event.setEventId(io.sightline.frame.Identities.inference(frame.getFrameId(), purpose, sha256));
        return new InferenceRow(event, Samples.record(4, new byte[0]), "0af7651916cd43dd8448eb211c80319c");
    }

    private String states() {
        return database.text("select state from dead_letter");
    }
}
