package io.sightline.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.TestClock;
import io.sightline.failure.TransientFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose room in a cache is whose. */
@SuppressWarnings("NullAway.Init")
class CacheRoomTest {
    private static final int LIMIT = 1000;

    private final TestClock clock = new TestClock();
    private Path folder;
    private FolderSource source;
    private ArtifactCache cache;

    @BeforeEach
    void make(@TempDir Path temporary) {
        folder = temporary.resolve("cache");
        source = new FolderSource(temporary.resolve("source"));
        cache = cache();
    }

    @Test
    void removesNothingInVain() {
        var used = artifact(1, 700);
        var unused = artifact(2, 200);
        try (var files = cache.use(used, () -> true)) {
            use(unused);

            assertThatExceptionOfType(TransientFailure.class)
                    .isThrownBy(() -> use(artifact(3, 400)))
                    .withMessageContainingAll("400 bytes", "700 are");

            assertThat(files.folder()).exists();
        }
        assertThat(isThere(unused)).isTrue();
    }

    /** By this process or by another one. */
    @Test
    void leavesTheRoomToAFetchThatItNeeds() throws Exception {
        var first = artifact(1, 600);
        var second = artifact(2, 600);
        var threads = Executors.newSingleThreadExecutor();
        try {
            var isBegun = new CountDownLatch(1);
            var goOn = new CountDownLatch(1);
            var slow = new ArtifactCache(
                    folder,
                    LIMIT,
                    (artifact, into, wanted) -> {
                        isBegun.countDown();
                        await(goOn);
                        source.fetch(artifact, into, wanted);
                    },
                    clock);
            var fetch = threads.submit(() -> slow.use(first, () -> true));
            isBegun.await();

            for (var other : List.of(cache, slow)) {
                assertThatExceptionOfType(TransientFailure.class)
                        .isThrownBy(() -> other.use(second, () -> true))
                        .withMessageContaining("600 are those of versions in use or being fetched");
            }

            goOn.countDown();
            fetch.get().close();
            use(second);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void forgetsTheMarksOfProcessesThatHaveEnded() throws IOException {
        var artifact = artifact(1, 10);
        for (int i = 0; i < 3; i++) {
            // Killed: nobody closes what it has used.
            cache().use(artifact, () -> true);
        }
        assertThat(marks(artifact)).isEqualTo(3);
        clock.advance(Duration.ofMinutes(11));

        use(artifact(2, 10));

        assertThat(marks(artifact)).isZero();
    }

    private long marks(Artifact artifact) throws IOException {
        try (var files = Files.list(folder.resolve(artifact.sha256().hex()))) {
            return files.filter(file -> file.toString().contains(".user-")).count();
        }
    }

    private ArtifactCache cache() {
        return new ArtifactCache(folder, LIMIT, source, clock);
    }

    private Artifact artifact(int content, int size) {
        var bytes = new byte[size];
        bytes[0] = (byte) content;
        return source.add(Map.of("model.onnx", bytes));
    }

    private void use(Artifact artifact) {
        cache.use(artifact, () -> true).close();
    }

    private boolean isThere(Artifact artifact) {
        return Files.isDirectory(folder.resolve(artifact.sha256().hex()));
    }
}
