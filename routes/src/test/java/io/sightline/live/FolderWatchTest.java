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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    /** A look follows each millisecond, and pauses are half a second long at least. */
    @Test
    void whatFailsUnexpectedlyIsTriedAgainAfterAPauseAndAtOnceWhenAnythingHasChanged(@TempDir Path folder)
            throws Exception {
        Files.writeString(folder.resolve("a.camel.yaml"), route("a", "one"));
        var tries = new CopyOnWriteArrayList<Long>();
        var isAdded = new CountDownLatch(1);
        try (var watch = new FolderWatch(
                new RoutesFolder(folder, Clock.systemUTC()),
                files -> {
                    if (files.size() > 1) {
                        isAdded.countDown();
                    } else if (files.size() == 1) {
                        tries.add(System.nanoTime());
                    }
                    throw new IllegalStateException("for this test");
                },
                Duration.ofMillis(1))) {
            watch.start();
            await().atMost(Duration.ofMinutes(1)).until(() -> tries.size() > 1);
            assertThat(tries.get(1) - tries.get(0))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(500).toNanos());

            Files.writeString(folder.resolve("b.camel.yaml"), route("b", "one"));

            assertThat(isAdded.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }
}
