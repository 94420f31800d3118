package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.claim.Sha256;
import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.inference.ModelVersion;
import io.sightline.inference.ServedRuns;
import io.sightline.lifecycle.FollowedState.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
@SuppressWarnings("NullAway.Init")
class FollowerTableTest {
    private static final Sha256 SHA256 = Sha256.of(new byte[] {7});

    private TestDatabase database;
    private FollowerTable table;

    @BeforeEach
    void open(TestDatabase fresh) {
        database = fresh;
        table = new FollowerTable(fresh.dataSource(), "pod-1");
    }

    @Test
    void holdsWhatAProcessServesOfEachModel() {
        table.report(List.of(serving("tiny", 10), loading("other")));
        table.report(List.of(serving("tiny", 20), failed("other", "no\0\nsuch file")));

        assertThat(rows())
                .isEqualTo("pod-1 other failed no\\u0000\\u000asuch file - - - 0 0 - -,"
                        + "pod-1 tiny serving - 7 3.9 8 20 2 1500 900");
        assertThat(database.text("select encode(sha256, 'hex') from follower where name = 'tiny'"))
                .isEqualTo(SHA256.hex());
        assertThat(database.number("select count(*) from follower where serving_since = '2026-11-01T08:00:00Z'"))
                .isOne();
        assertThat(database.number("select count(*) from follower where reported_at > now() - interval '1 minute'"))
                .isEqualTo(2);
    }

    @Test
    void forgetsModelsThatAreGoneAndLeavesOtherProcessesAlone() {
        new FollowerTable(database.dataSource(), "pod-2").report(List.of(serving("tiny", 1), serving("other", 1)));
        table.report(List.of(serving("tiny", 1), serving("other", 1)));

        table.report(List.of(serving("tiny", 1)));
        assertThat(database.text("select process || ' ' || name from follower order by 1"))
                .isEqualTo("pod-1 tiny,pod-2 other,pod-2 tiny");
        table.report(List.of());
        assertThat(database.number("select count(*) from follower where process = 'pod-1'"))
                .isZero();
    }

    @Test
    void removesRowsOfProcessesThatWriteNoMore() {
        new FollowerTable(database.dataSource(), "pod-2").report(List.of(serving("tiny", 1)));
        new FollowerTable(database.dataSource(), "pod-3").report(List.of(serving("tiny", 1)));
        database.change("update follower set reported_at = now() - interval '9 minutes' where process = 'pod-2'");
        database.change("update follower set reported_at = now() - interval '11 minutes' where process = 'pod-3'");

        table.report(List.of(serving("tiny", 1)));

        assertThat(database.text("select process from follower order by 1")).isEqualTo("pod-1,pod-2");
    }

    @Test
    void isWrittenAgainWhenTheDatabaseIsBack() {
        database.change("alter table follower rename to elsewhere");
        table.report(List.of(serving("tiny", 1)));
        table.report(List.of(serving("tiny", 2)));
        database.change("alter table elsewhere rename to follower");

        table.report(List.of(serving("tiny", 3)));

        assertThat(database.number("select runs from follower")).isEqualTo(3);
    }

    private String rows() {
        return database.text(
                "select concat_ws(' ', process, name, state, coalesce(message, '-'), coalesce(version, '-'),"
                        + " coalesce(epoch || '.' || sequence, '-'), coalesce(challenger, '-'), runs, failures,"
                        + " coalesce(p95_micros::text, '-'), coalesce(former_p95_micros::text, '-'))"
                        + " from follower order by name");
    }

    private static FollowedState serving(String name, long runs) {
        return new FollowedState(
                name,
                Condition.SERVING,
                Optional.empty(),
                Optional.of(new ServedRuns(version(name, "7"), runs, 2, OptionalLong.of(1500), OptionalLong.of(900))),
                Optional.of(Instant.parse("2026-11-01T08:00:00Z")),
                Optional.of(version(name, "8")),
                Optional.of(Announcement.of(States.named(name).at(3, 9).build(), 0)));
    }

    private static FollowedState loading(String name) {
        return new FollowedState(
                name,
                Condition.LOADING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static FollowedState failed(String name, String message) {
        var loading = loading(name);
        return new FollowedState(
                name,
                Condition.FAILED,
                Optional.of(message),
                loading.serving(),
                loading.servingSince(),
                loading.challenger(),
                loading.announced());
    }

    private static ModelVersion version(String name, String version) {
        return new ModelVersion(name, version, Optional.empty(), Optional.empty(), SHA256);
    }
}
