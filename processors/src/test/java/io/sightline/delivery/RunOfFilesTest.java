package io.sightline.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.Samples;
import io.sightline.claim.Sha256;
import io.sightline.detection.Box;
import io.sightline.detection.Detection;
import io.sightline.inference.Inference;
import io.sightline.inference.ModelVersion;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which run of MLflow the rows name, when the very same files come from a folder, from a run, and from another one. */
@ExtendWith(PostgresServer.class)
class RunOfFilesTest {
    private static final InferenceEventFactory EVENTS =
            new InferenceEventFactory(Clock.fixed(Samples.NOON, ZoneOffset.UTC), "1.2.3");

    private TestDatabase database;

    @BeforeEach
    void open(TestDatabase fresh) {
        database = fresh;
    }

    @Test
    void aRunIsNamedAlsoWhenItsFilesCameFromAFolderBefore() {
        store(inference(1, null));
        assertThat(runs()).isEqualTo("1 -");

        store(inference(2, "run-a"));

        assertThat(runs()).isEqualTo("1 run-a,2 run-a");
        assertThat(database.text("select run_id from model_version")).isEqualTo("run-a");
        assertThat(database.number("select count(*) from inference where run_id is not null"))
                .isZero();
    }

    @Test
    void aRunThatIsKnownIsNotForgotten() {
        store(inference(1, "run-a"));

        store(inference(2, null));

        assertThat(runs()).isEqualTo("1 run-a,2 run-a");
    }

    @Test
    void eachInferenceNamesTheRunThatItWasAnnouncedWith() {
        store(inference(1, null), inference(2, "run-a"));
        store(inference(3, "run-b"));

        store(inference(4, "run-a"), inference(5, null), inference(6, "run-b"));

        assertThat(runs()).isEqualTo("1 run-a,2 run-a,3 run-b,4 run-a,5 run-a,6 run-b");
        assertThat(database.text("select run_id from model_version")).isEqualTo("run-a");
        for (var statement : List.of("read-inferences.sql", "read-provenance.sql")) {
            assertThat(new RouteStatements(database)
                            .query(
                                    statement,
                                    Map.of("id", frame(3).toString(), "everySource", true, "sources", new String[] {})))
                    .extracting(row -> row.get("run_id"))
                    .containsExactly("run-b");
        }
    }

    /** Of two sinks that know different runs of new files the first one is believed, and both find their rows. */
    @Test
    void twoSinksThatKnowDifferentRunsKeepBoth() throws Exception {
        store(inference(1, null));
        var other = Executors.newSingleThreadExecutor();
        try {
            var second = database.inTransaction(connection -> {
                table().insert(connection, List.of(inference(2, "run-a")));
                var waiting = other.submit(() -> store(inference(3, "run-b")));
                await().until(() -> database.number("select count(*) from pg_stat_activity"
                                + " where datname = current_database() and wait_event_type = 'Lock'")
                        == 1);
                return waiting;
            });
            second.get();
        } finally {
            other.shutdownNow();
        }

        assertThat(runs()).isEqualTo("1 run-a,2 run-a,3 run-b");
    }

    private void store(InferenceRow... rows) {
        database.inTransaction(connection -> table().insert(connection, List.of(rows)));
    }

    private InferenceTable table() {
        return new InferenceTable(new MonthPartitions(database.dataSource()));
    }

    /** Frames and the runs that their provenance names, as people who write SQL see it. */
    private String runs() {
        return database.text("select right(frame_id::text, 1) || ' ' || coalesce(model_run_id, '-') from provenance"
                + " where ordinal = 0 order by frame_id");
    }

    private static InferenceRow inference(int number, @Nullable String run) {
        var frame = Samples.frame(Samples.text("picture"));
        frame.setFrameId(frame(number));
        var model = new ModelVersion(
                "tiny", "1", Optional.empty(), Optional.ofNullable(run), Sha256.of(Samples.text("the same files")));
        var found = new Detection(0, 0, "text", 0.9f, new Box(0.1f, 0.1f, 0.2f, 0.2f), List.of());
        var took = Duration.ofMillis(1);
        var inference = new Inference(model, "{}", 0.5f, 100, 640, 480, List.of(found), took, took, took);
        var event = EVENTS.serving(frame, inference, took, Optional.empty());
        return new InferenceRow(event, Samples.record(number, new byte[0]), "0af7651916cd43dd8448eb211c80319c");
    }

    private static UUID frame(int number) {
        return new UUID(0x0190f6a05b7c7e11L, number);
    }
}
