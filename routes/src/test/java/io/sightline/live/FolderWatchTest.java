package io.sightline.live;

import static io.sightline.live.LiveFiles.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.integration.FileState.Condition;
import io.sightline.integration.RoutesFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {
    /** Whoever is told that the process is ready may call them at once. */
    @Test
    void hasPutTheRoutesLiveWhenItHasStarted(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("a.camel.yaml"), route("a", "one"));
        try (var files = new LiveFiles();
                var watch = new FolderWatch(
                        new RoutesFolder(folder, Clock.systemUTC()), files.live::apply, Duration.ofMillis(20))) {
            watch.start();

            assertThat(files.camel.getRoute("a")).isNotNull();
            assertThat(files.ask("a")).isEqualTo("one");
        }
    }

    /** Camel's own pattern of folders stops the start then. */
    @Test
    void startsWithoutItsFolderAndPutsLiveWhatItHoldsLater(@TempDir Path place) throws Exception {
        var folder = place.resolve("later");
        try (var files = new LiveFiles();
                var watch = new FolderWatch(
                        new RoutesFolder(folder, Clock.systemUTC()), files.live::apply, Duration.ofMillis(20))) {
            watch.start();
            assertThat(files.live.states()).isEmpty();

            Files.createDirectory(folder);
            Files.writeString(folder.resolve("a.camel.yaml"), route("a", "one"));

            await().atMost(Duration.ofMinutes(1)).until(() -> files.camel.getRoute("a") != null);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> files.live.states().stream().anyMatch(state -> state.condition() == Condition.LIVE));
            assertThat(files.ask("a")).isEqualTo("one");
        }
    }
}
