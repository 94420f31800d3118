package io.sightline.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.TestClock;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init")
class ArtifactCacheTest {
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
    void fetchesAnArtifactOnceAlsoForAProcessThatIsStartedLater() {
        var artifact = source.add(Map.of("model.onnx", new byte[10], "deep/er/weights", new byte[20]));

        use(artifact);
        try (var again = cache().use(artifact, () -> true)) {
            assertThat(again.folder().resolve("deep/er/weights")).hasBinaryContent(new byte[20]);
        }
        assertThat(source.fetches()).isOne();
    }

    @Test
    void usesNothingThatHasChangedOnTheDisk() throws IOException {
        for (var damage : List.<Damage>of(
                place -> Files.write(place.resolve("model.onnx"), new byte[] {1, 1, 1, 0}),
                place -> Files.delete(place.resolve("model.onnx")),
                place -> Files.write(place.resolve("another"), new byte[1]))) {
            var artifact = source.add(Map.of("model.onnx", new byte[] {1, 1, 1, 1}, "labels.txt", new byte[3]));
            use(artifact);
            var before = source.fetches();
            // When
            damage.to(folder.resolve(artifact.sha256().hex()));
            // Then a process that is started later sees it
            try (var repaired = cache().use(artifact, () -> true)) {
                assertThat(Artifact.of(repaired.folder())).isEqualTo(artifact);
            }
            assertThat(source.fetches()).isEqualTo(before + 1);
        }
    }

    private interface Damage {
        void to(Path place) throws IOException;
    }

    @Test
    void refusesWhatIsLargerThanTheLimitAndFetchesNothingOfIt() {
        var artifact = source.add(Map.of("model.onnx", new byte[LIMIT + 1]));

        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> use(artifact))
                .withMessageContainingAll("1001 bytes", "sightline.artifacts.cache-limit is 1000 bytes", "raise it")
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.MODEL_UNKNOWN));
        assertThat(source.fetches()).isZero();
        assertThat(folder).doesNotExist();
    }

    @Test
    void removesTheLeastRecentlyUsedOfThoseThatNothingUses() {
        var first = artifact(1, 400);
        var second = artifact(2, 400);
        var third = artifact(3, 400);
        use(first);
        later();
        use(second);
        later();
        use(first);
        later();
        // When
        use(third);
        // Then
        assertThat(isThere(first)).isTrue();
        assertThat(isThere(second)).isFalse();
        assertThat(isThere(third)).isTrue();
    }

    @Test
    void removesNothingThatIsUsed() {
        var first = artifact(1, 400);
        var second = artifact(2, 400);
        var third = artifact(3, 400);
        var used = cache.use(first, () -> true);
        var usedTwice = List.of(cache.use(second, () -> true), cache.use(second, () -> true));
        usedTwice.get(0).close();
        usedTwice.get(0).close();
        later();
        // When, then
        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> use(third))
                .withMessageContainingAll("400 bytes", "1000 bytes", "sightline.artifacts.cache-limit", "800 are");
        assertThat(isThere(first)).isTrue();
        assertThat(isThere(second)).isTrue();
        used.close();
        use(third);
        assertThat(isThere(first)).isFalse();
        assertThat(isThere(third)).isTrue();
    }

    @Test
    void removesNothingThatAnotherProcessUsesUntilThatOneHasEnded() {
        var first = artifact(1, 600);
        var second = artifact(2, 600);
        var other = cache();
        var used = other.use(first, () -> true);
        use(first);
        assertThatExceptionOfType(TransientFailure.class).isThrownBy(() -> use(second));
        clock.advance(Duration.ofMinutes(9));
        other.keepMarks();
        clock.advance(Duration.ofMinutes(9));
        assertThatExceptionOfType(TransientFailure.class).isThrownBy(() -> use(second));
        assertThat(used.folder()).exists();
        // When it was killed, and marks nothing any more
        clock.advance(Duration.ofMinutes(2));
        use(second);
        // Then
        assertThat(isThere(first)).isFalse();
    }

    /** What a process leaves that is killed between the fetch and the renaming, or while it removes something. */
    @ParameterizedTest
    @ValueSource(strings = {".fetch-10-1234", ".gone-1234"})
    void takesNoRemainsForAnArtifactAndRemovesThem(String name) throws IOException {
        var artifact = artifact(1, 10);
        var remains = Files.createDirectories(folder.resolve(name));
        Files.write(remains.resolve("model.onnx"), new byte[10]);
        age(remains);
        // When
        use(artifact);
        assertThat(source.fetches()).isOne();
        assertThat(remains).as("of a fetch that may go on").exists();
        clock.advance(Duration.ofHours(2));
        use(artifact(2, 10));
        // Then
        assertThat(remains).doesNotExist();
        assertThat(isThere(artifact)).isTrue();
    }

    @Test
    void leavesNothingOfAFetchThatFails() throws IOException {
        var artifact = artifact(1, 10);
        var failure = new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "the store is away");
        source.fail(failure);

        assertThatExceptionOfType(Failure.class).isThrownBy(() -> use(artifact)).isEqualTo(failure);
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
        source.fail(null);
        use(artifact);
    }

    @Test
    void saysThatItIsTheDiskThatFails() throws IOException {
        Files.createFile(folder);

        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> use(artifact(1, 10)))
                .withMessageContainingAll(folder.toString(), "sightline.artifacts.cache")
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.UNEXPECTED_FAILURE));
    }

    @Test
    void givesTheSameArtifactToManyWhoAskAtOnce() throws Exception {
        var artifact = artifact(1, 100);
        var others = List.of(cache, cache());
        var threads = Executors.newFixedThreadPool(8);
        try {
            var asked = IntStream.range(0, 16)
                    .<Callable<CachedArtifact>>mapToObj(
                            i -> () -> others.get(i % 2).use(artifact, () -> true))
                    .toList();
            for (var got : threads.invokeAll(asked)) {
                assertThat(Artifact.of(got.get().folder())).isEqualTo(artifact);
            }
        } finally {
            threads.shutdownNow();
        }
        try (var left = Files.list(folder)) {
            assertThat(left).hasSize(1);
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

    private void later() {
        clock.advance(Duration.ofSeconds(10));
    }

    /** The test's clock stands elsewhere than that of the file system. */
    private void age(Path place) {
        try (var files = Files.walk(place)) {
            for (var file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
