package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import io.sightline.lifecycle.FollowedState.Condition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Announcements that a follower cannot carry out, or not yet. */
@SuppressWarnings("NullAway.Init")
class FollowerTroubleTest {
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
    void letsTheFormerVersionGoOnWhenTheAnnouncedOneDoesNotLoad() {
        bench.start();
        bench.announce(States.named("tiny")
                .at(1, 1)
                .serving("1", "champion", bench.stored("Sigmoid"))
                .build());
        // When
        bench.announce(States.named("tiny")
                .at(1, 2)
                .serving("2", "champion", bench.broken())
                .build());
        // Then
        assertThat(bench.detect("tiny")).isEqualTo("1");
        var state = bench.state("tiny");
        assertThat(state.condition()).isEqualTo(Condition.FAILED);
        assertThat(state.message())
                .hasValueSatisfying(message -> assertThat(message).contains("no model that ONNX Runtime loads"));
        assertThat(bench.behind("tiny")).isOne();
        assertThat(bench.meters
                        .get("sightline.model.follow.failures")
                        .tags("model", "tiny", "code", "MODEL_UNKNOWN")
                        .counter()
                        .count())
                .isOne();
        // And a later one counts at once
        bench.announce(States.named("tiny")
                .at(1, 3)
                .serving("3", "champion", bench.stored("Softsign"))
                .build());
        assertThat(bench.detect("tiny")).isEqualTo("3");
        assertThat(bench.state("tiny").condition()).isEqualTo(Condition.SERVING);
        assertThat(bench.state("tiny").message()).isEmpty();
    }

    @Test
    void triesAgainUntilTheFilesCanBeHad() {
        bench.start();
        bench.store.fail(new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "the store is away"));
        bench.announce(States.named("tiny")
                .at(1, 1)
                .serving("1", "champion", bench.stored("Sigmoid"))
                .build());
        assertThat(bench.state("tiny").message()).hasValue("the store is away");
        bench.follow();
        assertThat(bench.store.fetches()).as("not yet").isOne();
        bench.later(Duration.ofSeconds(1));
        assertThat(bench.store.fetches()).isEqualTo(2);
        // When
        bench.store.fail(null);
        bench.later(Duration.ofSeconds(1));
        // Then
        assertThat(bench.detect("tiny")).isEqualTo("1");
        assertThat(bench.state("tiny").condition()).isEqualTo(Condition.SERVING);
    }

    @Test
    void endsAFetchThatIsUnderWayForALaterAnnouncement() {
        bench.inThreads(Executors.newCachedThreadPool());
        bench.start();
        bench.store.stick();
        bench.announce(States.named("tiny")
                .at(1, 1)
                .serving("1", "champion", bench.stored("Sigmoid"))
                .build());
        await().until(() -> bench.store.fetches() == 1);
        // When
        bench.announce(States.named("tiny")
                .at(1, 2)
                .serving("2", "champion", bench.stored("Softsign"))
                .build());
        // Then
        await().until(() -> {
            bench.follow();
            return bench.served("tiny").equals("2 champion");
        });
        assertThat(bench.meters.find("sightline.model.follow.failures").counters())
                .isEmpty();
    }

    @Test
    void servesAllTheSameWhenTheChallengerDoesNotLoad() {
        bench.start();
        bench.announce(States.named("tiny")
                .at(1, 1)
                .serving("1", "champion", bench.stored("Sigmoid"))
                .challenger("2", bench.broken(), 0.25)
                .build());

        assertThat(bench.detect("tiny")).isEqualTo("1");
        assertThat(bench.state("tiny").condition()).isEqualTo(Condition.SERVING);
        assertThat(bench.state("tiny").message())
                .hasValueSatisfying(message -> assertThat(message).startsWith("challenger: "));
        assertThat(bench.shares.of("tiny")).isZero();
        assertThat(bench.behind("tiny")).isZero();
    }

    @Test
    void servesNothingThatContradictsItself() {
        bench.start();
        bench.announce(States.named("tiny")
                .at(1, 1)
                .serving("1", "champion", bench.stored("Sigmoid"))
                .build());
        var forged = States.named("tiny")
                .at(1, 2)
                .serving("2", "champion", bench.stored("Softsign"))
                .build();
        forged.getArtifact().get(0).setBucket("elsewhere");

        bench.announce(forged);

        assertThat(bench.detect("tiny")).isEqualTo("1");
        assertThat(bench.state("tiny").condition()).isEqualTo(Condition.FAILED);
    }

    @Test
    void keepsWhatServesWhenAnAnnouncementNamesNothing() {
        bench.start();
        bench.announce(States.named("tiny")
                .at(1, 1)
                .serving("1", "champion", bench.stored("Sigmoid"))
                .build());

        bench.announce(States.named("tiny").at(1, 2).build());

        assertThat(bench.detect("tiny")).isEqualTo("1");
        assertThat(bench.behind("tiny")).isZero();
    }
}
