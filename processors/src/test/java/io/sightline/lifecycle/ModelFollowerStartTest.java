package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import io.sightline.lifecycle.FollowedState.Condition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What serves first in a process that is started. */
@SuppressWarnings("NullAway.Init")
class ModelFollowerStartTest {
    private static final TransientFailure AWAY =
            new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "the store is away");

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
    void isWhatTheFolderHoldsAsLongAsNothingIsAnnounced() {
        bench.directory("tiny", 1, "Sigmoid");
        bench.directory("tiny", 2, "Softsign");

        bench.start("tiny");

        assertThat(bench.served("tiny")).isEqualTo("2 champion");
        assertThat(bench.state("tiny").condition()).isEqualTo(Condition.SERVING);
        assertThat(bench.state("tiny").servingSince()).isPresent();
    }

    /** As the promoter does with what it has found in the folder. */
    @Test
    void goesOnUnderItsAnnouncedNameWithoutAFetch() {
        var files = bench.directory("tiny", 1, "Sigmoid");
        bench.start("tiny");
        bench.detect("tiny");

        bench.announce(
                States.named("tiny").at(1, 1).serving("1", "stable", files).build());

        assertThat(bench.served("tiny")).isEqualTo("1 stable");
        assertThat(bench.state("tiny").serving().orElseThrow().runs()).isOne();
        assertThat(bench.store.fetches()).isZero();
    }

    @Test
    void isWhatWasAnnouncedBeforeWhatTheFolderHolds() {
        bench.directory("tiny", 7, "Softsign");
        bench.topic.take(Announcement.of(
                States.named("tiny")
                        .serving("3", "champion", bench.stored("Sigmoid"))
                        .build(),
                0));

        bench.start("tiny");

        assertThat(bench.detect("tiny")).isEqualTo("3");
    }

    @Test
    void comesFromTheFolderWhereThatHoldsTheAnnouncedFiles() {
        var files = bench.directory("tiny", 1, "Sigmoid");
        bench.directory("tiny", 2, "Softsign");
        bench.topic.take(Announcement.of(
                States.named("tiny").serving("1", "champion", files).build(), 0));
        bench.store.fail(AWAY);

        bench.start("tiny");

        assertThat(bench.detect("tiny")).isEqualTo("1");
        assertThat(bench.store.fetches()).isZero();
    }

    @Test
    void isWhatServedLastWhileTheTopicCannotBeRead() {
        bench.directory("tiny", 7, "Tanh");
        bench.start("tiny");
        serveOnce("tiny", "3");
        serveOnce("discovered", "5");
        bench.store.fail(AWAY);
        // When
        bench.startWithoutTopic("tiny");
        // Then
        assertThat(bench.detect("tiny")).isEqualTo("3");
        assertThat(bench.detect("discovered"))
                .as("known by its announcement alone")
                .isEqualTo("5");
        assertThat(bench.state("tiny").condition()).isEqualTo(Condition.SERVING);
        bench.follow();
        assertThat(bench.detect("discovered")).isEqualTo("5");
        // And the topic changes nothing when it is read again
        bench.topicIsBack();
        assertThat(bench.detect("tiny")).isEqualTo("3");
        assertThat(bench.store.fetches()).isEqualTo(2);
    }

    @Test
    void isWhatServedLastWhereTheTopicHasLostIt() {
        bench.directory("tiny", 7, "Tanh");
        bench.start("tiny");
        serveOnce("tiny", "3");
        serveOnce("discovered", "5");
        bench.topic.clear();

        bench.start("tiny");

        assertThat(bench.detect("tiny")).isEqualTo("3");
        assertThat(bench.served("discovered"))
                .as("that nobody asks for any more")
                .isEmpty();
    }

    @Test
    void isWhatServedLastWhereTheAnnouncedVersionDoesNotLoad() {
        bench.start();
        serveOnce("tiny", "3");
        bench.announce(States.named("tiny")
                .at(1, 9)
                .serving("4", "champion", bench.broken())
                .build());

        bench.start();

        assertThat(bench.detect("tiny")).isEqualTo("3");
        assertThat(bench.state("tiny").condition()).isEqualTo(Condition.FAILED);
        assertThat(bench.behind("tiny")).isOne();
    }

    @Test
    void isTriedAgainWhenItCannotBeHadYet() {
        bench.start();
        serveOnce("tiny", "3");
        bench.forgetFiles();
        bench.store.fail(AWAY);
        bench.startWithoutTopic();
        assertThat(bench.served("tiny")).isEmpty();
        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> bench.inference().requireModel(Optional.of("tiny"), Optional.empty()));

        bench.store.fail(null);
        bench.later(Duration.ofSeconds(1));

        assertThat(bench.detect("tiny")).isEqualTo("3");
    }

    /** A request is told to come again, a frame waits. */
    @Test
    void isNothingForAModelOfMlflowThatWasNeverAnnounced() {
        bench.start("tiny");

        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> bench.inference().requireModel(Optional.of("tiny"), Optional.empty()))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.MODEL_NOT_SERVING));
        assertThat(bench.state("tiny").condition()).isEqualTo(Condition.LOADING);

        serveOnce("tiny", "1");
        assertThat(bench.detect("tiny")).isEqualTo("1");
    }

    /** The model was taken away once, and was configured again before this process was started. */
    @Test
    void isNotHinderedByAnEndFromBefore() {
        bench.directory("tiny", 1, "Sigmoid");
        bench.topic.take(Announcement.retired("tiny", 0));
        bench.topic.take(Announcement.retired("other", 0));

        bench.start("tiny");
        bench.follow();

        assertThat(bench.detect("tiny")).isEqualTo("1");
        bench.isFollowedNoMore("other");
        bench.retire("tiny");
        assertThat(bench.served("tiny")).as("by an end that is new").isEmpty();
    }

    @Test
    void endsStartUpWhereAFolderDoesNotLoad() {
        bench.directory("tiny", 1, "NoSuchFunction");

        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> bench.start("tiny"))
                .withMessageContaining("directory/tiny/1/model.onnx");
    }

    private void serveOnce(String name, String version) {
        bench.announce(States.named(name)
                .at(1, Long.parseLong(version))
                .serving(version, "champion", bench.stored(version.equals("3") ? "Sigmoid" : "Softsign"))
                .build());
        assertThat(bench.detect(name)).isEqualTo(version);
    }
}
