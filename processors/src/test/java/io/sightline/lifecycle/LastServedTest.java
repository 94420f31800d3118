package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class LastServedTest {
    private Path cache;
    private LastServed last;

    @BeforeEach
    void make(@TempDir Path folder) {
        cache = folder.resolve("not/there/yet");
        last = new LastServed(cache, "this");
    }

    @Test
    void keepsTheLastOfEachModelForAProcessThatIsStartedLater() {
        assertThat(last.isEmpty()).isTrue();
        last.keep(States.named("tiny").at(1, 1).build());
        last.keep(States.named("tiny").at(1, 2).build());
        last.keep(States.named("a/../name: of\u00e9any kind").at(1, 3).build());

        var later = new LastServed(cache, "this");

        assertThat(later.isEmpty()).isFalse();
        assertThat(later.all()).hasSize(2);
        assertThat(later.of("tiny")).hasValue(States.named("tiny").at(1, 2).build());
        assertThat(later.of("a/../name: of\u00e9any kind")).isPresent();
        assertThat(later.of("other")).isEmpty();
    }

    @Test
    void forgetsAModel() {
        last.keep(States.named("tiny").build());

        last.forget("tiny");
        last.forget("other");

        assertThat(last.all()).isEmpty();
    }

    /** Other brokers, another topic or another bucket, on one disk. */
    @Test
    void knowsNothingOfAnotherEnvironment() {
        last.keep(States.named("tiny").build());

        assertThat(new LastServed(cache, "that").isEmpty()).isTrue();
    }

    @Test
    void goesOnWhenAFileIsBroken() throws IOException {
        last.keep(States.named("tiny").build());
        last.keep(States.named("other").build());
        try (var files = Files.walk(cache)) {
            var file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            Files.write(file, new byte[] {'O', 'b', 'j', 1, 9});
        }

        assertThat(last.all()).hasSize(1);
    }

    @Test
    void leavesNothingOfAnAnnouncementThatCannotBeKept() throws IOException {
        last.keep(States.named("tiny").build());
        Path file;
        try (var files = Files.walk(cache)) {
            file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        Files.delete(file);
        Files.createDirectories(file.resolve("in the way"));

        last.keep(States.named("tiny").build());

        assertThat(file.resolveSibling(".")).isDirectoryNotContaining("glob:**written-*");
    }

    @Test
    void goesOnWhenTheDiskFails() throws IOException {
        Files.createDirectories(cache.getParent());
        Files.createFile(cache);

        last.keep(States.named("tiny").build());
        last.forget("tiny");

        assertThat(last.isEmpty()).isTrue();
        assertThat(last.of("tiny")).isEmpty();
    }
}
