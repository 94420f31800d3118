package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.failure.PermanentFailure;
import io.sightline.inference.ServedRuns;
import io.sightline.lifecycle.FollowedState.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class ModelFollowerTest {
    private static final Instant START = Instant.parse("2026-11-01T08:00:00Z");

    private ModelFollowerBench bench;

    @BeforeEach
    void open(@TempDir Path folder) {
        bench = new ModelFollowerBench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void servesWhatIsAnnouncedAndThenWhatIsAnnouncedLater() {
        bench.start();
        bench.announce(States.named("tiny")
                .at(1, 1)
                .serving("1", "champion", bench.stored("Sigmoid"))
                .build());
        assertThat(bench.detect("tiny")).isEqualTo("1");
        bench.later(Duration.ofSeconds(20));
        // When
        bench.announce(States.named("tiny")
                .at(1, 2)
                .serving("2", "champion", bench.stored("Softsign"))
                .build());
        // Then
        assertThat(bench.detect("tiny")).isEqualTo("2");
        assertThat(bench.served("tiny")).isEqualTo("2 champion");
        var state = bench.state("tiny");
        assertThat(state.condition()).isEqualTo(Condition.SERVING);
        assertThat(state.message()).isEmpty();
        assertThat(state.servingSince()).hasValue(START.plusSeconds(20));
        assertThat(state.announced().map(Announcement::sequence)).hasValue(2L);
        assertThat(bench.behind("tiny")).isZero();
        assertThat(bench.meters.get("sightline.model.swap").timer().count()).isEqualTo(2);
        assertThat(bench.meters.get("sightline.model.loaded").gauges())
                .singleElement()
                .satisfies(gauge -> assertThat(gauge.getId().getTag("version")).isEqualTo("2"));
    }

    @Test
    void countsRunsOfEachVersionAnewAndKeepsTheTimeOfTheFormer() {
        bench.start();
        bench.announce(States.named("tiny")
                .at(1, 1)
                .serving("1", "champion", bench.stored("Sigmoid"))
                .build());
        bench.detect("tiny");
        bench.detect("tiny");
        assertThat(runs().runs()).isEqualTo(2);
        var former = runs().p95Micros();
        // When
        bench.announce(States.named("tiny")
                .at(1, 2)
                .serving("2", "champion", bench.stored("Softsign"))
                .build());
        // Then
        assertThat(runs().runs()).isZero();
        assertThat(runs().p95Micros()).isEmpty();
        assertThat(runs().formerP95Micros()).isEqualTo(former).isPresent();
    }

    /** Were they loaded once more, it would fail. */
    @Test
    void loadsNoFilesTwiceForAnotherNumberOrAlias() throws IOException {
        bench.start();
        var files = bench.stored("Sigmoid");
        bench.announce(
                States.named("tiny").at(1, 1).serving("1", "champion", files).build());
        bench.detect("tiny");
        Files.write(bench.folder.resolve("cache").resolve(files.sha256().hex()).resolve("model.onnx"), new byte[] {1});
        bench.later(Duration.ofSeconds(20));
        // When
        bench.announce(
                States.named("tiny").at(1, 2).serving("2", "stable", files).build());
        // Then
        assertThat(bench.served("tiny")).isEqualTo("2 stable");
        assertThat(bench.detect("tiny")).isEqualTo("2");
        assertThat(runs().runs()).as("of the same files").isEqualTo(2);
        assertThat(bench.state("tiny").servingSince()).hasValue(START);
        assertThat(bench.store.fetches()).isOne();
        assertThat(bench.behind("tiny")).isZero();
    }

    @Test
    void drainsAModelThatIsRetired() {
        bench.start();
        bench.announce(States.named("tiny")
                .at(1, 1)
                .serving("1", "champion", bench.stored("Sigmoid"))
                .challenger("2", bench.stored("Softsign"), 0.5)
                .build());
        // When
        bench.retire("tiny");
        // Then
        assertThat(bench.served("tiny")).isEmpty();
        assertThat(bench.challenger("tiny")).isEmpty();
        assertThat(bench.shares.of("tiny")).isZero();
        bench.isFollowedNoMore("tiny");
        assertThat(bench.behind("tiny")).isNull();
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> bench.inference().requireModel(Optional.of("tiny"), Optional.empty()));
        // And nothing of it comes back with the next process
        bench.startWithoutTopic();
        assertThat(bench.served("tiny")).isEmpty();
    }

    @Test
    void beginsARetiredModelAnew() {
        bench.start("tiny");
        bench.announce(States.named("tiny")
                .at(1, 1)
                .serving("1", "champion", bench.stored("Sigmoid"))
                .build());
        bench.retire("tiny");
        bench.isFollowedNoMore("tiny");
        // When
        bench.announce(States.named("tiny")
                .at(1, 2)
                .serving("1", "champion", bench.stored("Sigmoid"))
                .build());
        // Then
        assertThat(bench.detect("tiny")).isEqualTo("1");
    }

    @Test
    void runsAChallengerOnItsShareUntilItEndsOrServes() {
        bench.start();
        var first = bench.stored("Sigmoid");
        var second = bench.stored("Softsign");
        bench.announce(States.named("tiny")
                .at(1, 1)
                .serving("1", "champion", first)
                .challenger("2", second, 0.25)
                .build());
        assertThat(bench.challenger("tiny")).isEqualTo("2 challenger");
        assertThat(bench.shares.of("tiny")).isEqualTo(0.25);
        assertThat(bench.state("tiny").challenger()).isPresent();
        // When it wins
        bench.announce(
                States.named("tiny").at(1, 2).serving("2", "champion", second).build());
        // Then
        assertThat(bench.detect("tiny")).isEqualTo("2");
        assertThat(bench.challenger("tiny")).isEmpty();
        assertThat(bench.shares.of("tiny")).isZero();
        assertThat(bench.store.fetches()).isEqualTo(2);
    }

    private ServedRuns runs() {
        return bench.state("tiny").serving().orElseThrow();
    }
}
