package io.sightline.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.security.SourceRule;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which letters a redrive takes, and what it tells of those that it leaves. */
@ExtendWith(PostgresServer.class)
class RedriveChoiceTest {
    private static final UUID FRAME = UUID.fromString("96af23f6-8be2-5bec-9097-e4f9b0c51dc2");
    private static final UUID OTHER = UUID.fromString("26af23f6-8be2-5bec-9097-e4f9b0c51dc2");
    private static final SourceRule CAMERA_1 = SourceRule.only(Set.of("camera-1"));

    private RedriveBench bench;

    @BeforeEach
    void open(TestDatabase fresh) {
        bench = new RedriveBench(fresh);
    }

    @Test
    void aPreviewCountsAndChangesNothing() {
        bench.letter("detect", 1, FRAME, "camera-1");
        var often = bench.letter("detect", 2, OTHER, "camera-1");
        bench.database.change("update dead_letter set redrive_count = 3 where event_id = '" + often + "'");

        var preview = bench.preview("{}", SourceRule.EVERY);

        assertThat(preview)
                .containsEntry("matched", 2L)
                .containsEntry("toSend", 1L)
                .containsEntry("reasons", Map.of("CLAIM_MISSING", 2L))
                .containsEntry("skipped", Map.of("limit", 1L));
        assertThat(bench.database.number("select count(*) from dead_letter where state = 'open'"))
                .isEqualTo(2);
        assertThat(bench.database.number("select count(*) from redrive")).isZero();
    }

    @Test
    void marksWhatPassesTheFilters() {
        var taken = bench.letter("detect", 1, FRAME, "camera-1");
        var otherSource = bench.letter("detect", 2, OTHER, "camera-2");
        var otherStage = bench.letter("sink", 3, null, "camera-1");

        var operation = bench.begin("{\"source\": \"camera-1\", \"stage\": \"detect\", \"reason\": \"CLAIM_MISSING\"}");

        assertThat(bench.state(taken)).isEqualTo("redriving");
        assertThat(bench.state(otherSource)).isEqualTo("open");
        assertThat(bench.state(otherStage)).isEqualTo("open");
        assertThat(bench.operation(operation)).containsEntry("matched", 1L).containsEntry("state", "waiting");
    }

    @Test
    void filtersByTime() {
        bench.letter("detect", 1, FRAME, "camera-1");

        assertThat(bench.preview("{\"until\": \"2026-03-01T12:00:00Z\"}", SourceRule.EVERY))
                .containsEntry("matched", 0L);
        assertThat(bench.preview("{\"since\": \"2026-03-01T12:00:00Z\"}", SourceRule.EVERY))
                .containsEntry("matched", 1L);
    }

    @Test
    void aCallerTakesOnlyLettersOfHisSources() {
        var own = bench.letter("detect", 1, FRAME, "camera-1");
        var foreign = bench.letter("detect", 2, OTHER, "camera-2");
        var nobodys = bench.letter("sink", 3, null, null);
        var ids = "{\"ids\": [\"" + own + "\", \"" + foreign + "\", \"" + nobodys + "\"]}";

        var operation = bench.begin(ids, CAMERA_1);

        assertThat(bench.state(own)).isEqualTo("redriving");
        assertThat(bench.state(foreign)).isEqualTo("open");
        assertThat(bench.state(nobodys)).isEqualTo("open");
        assertThat(bench.operation(operation)).containsEntry("matched", 1L);
    }

    @Test
    void anOperationIsThereForThoseWhoMaySeeAllOfItsSources() {
        var ofAll = bench.begin("{}", SourceRule.EVERY);
        var ofOne = bench.begin("{}", CAMERA_1);
        var ofOneBySource = bench.begin("{\"source\": \"camera-1\"}", SourceRule.EVERY);
        var ofNone = bench.begin("{\"source\": \"camera-2\"}", CAMERA_1);
        var both = SourceRule.only(Set.of("camera-1", "camera-2"));

        assertThat(bench.operation(ofAll, CAMERA_1, "another")).isEmpty();
        assertThat(bench.operation(ofAll, SourceRule.NONE, "another")).isEmpty();
        assertThat(bench.operation(ofOne, CAMERA_1, "another")).isPresent();
        assertThat(bench.operation(ofOne, both, "another")).isPresent();
        assertThat(bench.operation(ofOne, SourceRule.NONE, "another")).isEmpty();
        assertThat(bench.operation(ofOneBySource, CAMERA_1, "another")).isPresent();
        assertThat(bench.operation(ofNone, CAMERA_1, "another")).isEmpty();
        assertThat(bench.operation(ofNone, CAMERA_1, "somebody")).isPresent();
    }

    @Test
    void whatWasRedrivenTooOftenIsLeftOutUnlessItIsNamed() {
        var letter = bench.letter("detect", 1, FRAME, "camera-1");
        bench.database.change("update dead_letter set redrive_count = " + RedriveBench.LIMIT);

        var operation = bench.begin("{}");

        assertThat(bench.state(letter)).isEqualTo("open");
        assertThat(bench.operation(operation))
                .containsEntry("state", "done")
                .containsEntry("skipped", Map.of("limit", 1L));

        bench.begin("{\"ids\": [\"" + letter + "\"]}");
        assertThat(bench.state(letter)).isEqualTo("redriving");
    }

    @Test
    void whatLacksSomethingIsLeftOutEvenIfItIsNamed() {
        var empty = bench.letter("detect", 1, FRAME, "camera-1");
        var foreign = bench.letter("detect", 2, OTHER, "camera-1");
        var old = bench.letter("sink", 3, null, "camera-1");
        bench.database.change("update dead_letter set original_value = null where event_id = '" + empty + "'");
        bench.database.change(
                "update dead_letter set failed_topic = 'sightline.frames' where event_id = '" + foreign + "'");
        bench.database.change("update dead_letter set failed_timestamp = null where event_id = '" + old + "'");

        var operation = bench.begin("{\"ids\": [\"" + empty + "\", \"" + foreign + "\", \"" + old + "\"]}");

        assertThat(bench.operation(operation))
                .containsEntry("skipped", Map.of("no value", 1L, "unknown topic", 1L, "too old", 1L));
    }

    /** Letters of a version that left such a header out, and would be stored under the name that the key holds. */
    @Test
    void aPictureWhoseSourceWasLeftOutIsNotSent() {
        var leftOut = bench.letter("ingest", 1, FRAME, "camera-2");
        var byKey = bench.letter("ingest", 2, OTHER, "camera-1");

        var operation = bench.begin("{\"ids\": [\"" + leftOut + "\", \"" + byKey + "\"]}");

        assertThat(bench.state(leftOut)).isEqualTo("open");
        assertThat(bench.state(byKey)).isEqualTo("redriving");
        assertThat(bench.operation(operation)).containsEntry("skipped", Map.of("too old", 1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"state\": \"redriving\"}", "{\"ids\": [\"%s\"]}"})
    void whatIsOnItsWayIsTakenAgainOnlyWhenThatIsAskedFor(String explicit) throws SQLException {
        var letter = bench.letter("detect", 1, FRAME, "camera-1");
        var first = bench.begin("{}");
        bench.sendAll();

        var same = bench.begin("{}");
        assertThat(bench.operation(same))
                .containsEntry("matched", 1L)
                .containsEntry("skipped", Map.of("redriving", 1L));
        assertThat(bench.sendAll()).isEmpty();

        var again = bench.begin(explicit.formatted(letter));
        assertThat(bench.operation(first))
                .containsEntry("state", "done")
                .containsEntry("skipped", Map.of("taken over", 1L));
        assertThat(bench.operation(again)).containsEntry("matched", 1L);
        assertThat(bench.sendAll()).hasSize(1);
    }

    @Test
    void ofTwoRequestsAtOnceOneTakesTheLetter() throws SQLException {
        bench.letter("detect", 1, FRAME, "camera-1");
        CompletableFuture<UUID> second;
        UUID first;
        try (var connection = bench.database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            first = bench.begin(connection, "{}", SourceRule.EVERY);
            second = CompletableFuture.supplyAsync(() -> bench.begin("{}"));
            await().until(() -> bench.database.number("select count(*) from pg_locks where not granted") > 0);
            connection.commit();
        }

        assertThat(bench.operation(second.join()))
                .containsEntry("state", "done")
                .containsEntry("skipped", Map.of("redriving", 1L));
        assertThat(bench.operation(first)).containsEntry("state", "waiting");
        assertThat(bench.sendAll()).hasSize(1);
    }

    /** What a preview tells is what the same request then takes: their statements choose by the same words. */
    @Test
    void aPreviewChoosesAsTheRedriveDoes() {
        var preview = RouteStatements.text("preview-redrive.sql");
        var choice = preview.substring(0, preview.indexOf("\nselect reason, why"));

        assertThat(choice).contains("as why").contains(":#until::timestamptz)");
        assertThat(RouteStatements.text("begin-redrive.sql")).startsWith(choice + ",\n");
    }
}
