package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What serves where an announcement names no version, and before it is known what was announced. */
@SuppressWarnings("NullAway.Init")
class EmptyAnnouncementsTest {
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

    /** Such as the first version of a model that somebody has tagged. */
    @Test
    void isNothingAtAllForAModelWhoseOnlyVersionWasRefused() {
        bench.directory("tiny", 1, "Sigmoid");
        bench.start("tiny");

        bench.announce(States.named("tagged").build());
        hindersNobody("tagged");
        bench.start("tiny");
        hindersNobody("tagged");
        serveOnce("tagged", "3");
    }

    private void hindersNobody(String name) {
        assertThatCode(() -> bench.inference().requireModels()).doesNotThrowAnyException();
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> bench.inference().requireModel(Optional.of(name), Optional.empty()))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.MODEL_UNKNOWN));
    }

    /** Its only version was refused, and goes on where it serves already. */
    @Test
    void isWhatTheFolderHoldsWhereAnAnnouncementNamesNothing() {
        bench.directory("tiny", 1, "Sigmoid");
        bench.start("tiny");
        bench.announce(States.named("tiny").build());
        assertThat(bench.detect("tiny")).isEqualTo("1");

        bench.start("tiny");

        assertThat(bench.detect("tiny")).isEqualTo("1");
        bench.startWithoutTopic("tiny");
        assertThat(bench.served("tiny")).as("nothing to remember").isEmpty();
        bench.topicIsBack();
        assertThat(bench.detect("tiny")).isEqualTo("1");
    }

    @Test
    void isWhatServedLastWhereAnAnnouncementNamesNothing() {
        bench.directory("tiny", 7, "Tanh");
        bench.start("tiny");
        serveOnce("tiny", "3");
        bench.announce(States.named("tiny").at(1, 9).build());
        bench.forgetFiles();
        bench.store.fail(AWAY);

        bench.start("tiny");
        assertThat(bench.served("tiny")).isEmpty();
        bench.store.fail(null);
        bench.later(Duration.ofSeconds(1));

        assertThat(bench.detect("tiny")).isEqualTo("3");
    }

    /** The newest one may have been refused, and nobody knows yet. */
    @Test
    void isNothingOfAFolderBeforeItIsKnownWhatWasAnnounced() {
        bench.directory("tiny", 1, "Sigmoid");
        var newest = bench.directory("tiny", 2, "Softsign");
        bench.startWithoutTopic("tiny");
        bench.follow();
        assertThat(bench.served("tiny")).isEmpty();

        bench.topic.take(Announcement.retired("tiny", 0));
        bench.topicIsBack();

        assertThat(bench.served("tiny")).isEqualTo("2 champion");
        assertThat(bench.state("tiny").announced()).isEmpty();
        bench.announce(States.named("tiny").serving("2", "stable", newest).build());
        assertThat(bench.served("tiny")).isEqualTo("2 stable");
    }

    @Test
    void isTriedAgainWhereAFolderDoesNotLoadThatCountsLate() {
        bench.directory("tiny", 1, "NoSuchFunction");
        bench.startWithoutTopic("tiny");
        bench.topicIsBack();
        assertThat(bench.state("tiny").message())
                .hasValueSatisfying(message -> assertThat(message).contains("directory/tiny/1/model.onnx"));

        bench.directory("tiny", 2, "Sigmoid");
        bench.later(Duration.ofSeconds(10));

        assertThat(bench.detect("tiny")).isEqualTo("2");
    }

    /** Their marks would keep other processes from the room for minutes. */
    @Test
    void usesNoFilesAnyMoreWhenItHasEnded() throws IOException {
        bench.start();
        serveOnce("tiny", "3");
        assertThat(marks()).isOne();

        bench.close();

        assertThat(marks()).isZero();
    }

    private long marks() throws IOException {
        try (var files = Files.walk(bench.folder.resolve("cache"))) {
            return files.filter(file -> file.toString().contains(".user-")).count();
        }
    }

    private void serveOnce(String name, String version) {
        bench.announce(States.named(name)
                .at(1, Long.parseLong(version))
                .serving(version, "champion", bench.stored(version.equals("3") ? "Sigmoid" : "Softsign"))
                .build());
        assertThat(bench.detect(name)).isEqualTo(version);
    }
}
