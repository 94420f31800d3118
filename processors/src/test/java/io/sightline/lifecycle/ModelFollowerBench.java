package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.TestClock;
import io.sightline.artifact.Artifact;
import io.sightline.artifact.ArtifactCache;
import io.sightline.artifact.FolderSource;
import io.sightline.failure.FailureClassifier;
import io.sightline.inference.DetectionOptions;
import io.sightline.inference.EngineSettings;
import io.sightline.inference.InferenceEngine;
import io.sightline.inference.ModelDirectory;
import io.sightline.inference.ModelVersion;
import io.sightline.inference.TinyModel;
import io.sightline.model.v1.ModelState;
import io.sightline.picture.DrawnPicture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process with a real engine, models of a few bytes, and announcements that are written by hand. */
final class ModelFollowerBench implements AutoCloseable {
    final FolderSource store;
    final TestClock clock = new TestClock();
    final ShadowShares shares = new ShadowShares();
    final AnnouncedModels topic = new AnnouncedModels();
    final Path folder;
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    long nanos;

    private final Map<String, ModelDirectory> directories = new HashMap<>();
    private ExecutorService threads = new AtOnce();
    private InferenceEngine engine;
    private ModelFollower follower;
    private boolean topicIsAway;

    ModelFollowerBench(Path folder) {
        this.folder = folder;
        this.store = new FolderSource(folder.resolve("store"));
        this.engine = engine();
        this.follower = follower(Set.of());
    }

    private static InferenceEngine engine() {
        return new InferenceEngine("tiny", EngineSettings.standard().with(1, Duration.ofSeconds(5)), done -> {});
    }

    private ModelFollower follower(Set<String> configured) {
        var cache = new ArtifactCache(folder.resolve("cache"), 1 << 20, store, clock);
        var tools = new FollowerTools(
                new ModelLoader(engine, cache, directories),
                new LastServed(folder.resolve("cache"), "test"),
                shares,
                new FollowerMeters(meters),
                new FailureClassifier(),
                States.BUCKET,
                clock,
                () -> nanos);
        return new ModelFollower(tools, configured, threads);
    }

    /** A folder that the model comes from in processes that are started from now on. */
    Artifact directory(String name, int version, String function) {
        try {
            var place = folder.resolve("directory/" + name + "/" + version);
            Files.createDirectories(place);
            Files.write(place.resolve("model.onnx"), TinyModel.map(function, 32));
            directories.put(name, new ModelDirectory(name, folder.resolve("directory/" + name), "champion"));
            return Artifact.of(place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Carries out what is announced on other threads from the next start on. */
    void inThreads(ExecutorService other) {
        threads = other;
    }

    /** Ends the process and starts the next one, which reads the whole topic first. */
    void start(String... configured) {
        start(true, configured);
    }

    /** The same while Kafka is away, until it is said to be back. */
    void startWithoutTopic(String... configured) {
        topicIsAway = true;
        start(false, configured);
    }

    void topicIsBack() {
        topicIsAway = false;
        follow();
    }

    private void start(boolean isComplete, String... configured) {
        close();
        engine = engine();
        meters = new SimpleMeterRegistry();
        follower = follower(Set.of(configured));
        follower.start(isComplete ? topic.counting() : Map.of(), isComplete);
    }

    Artifact stored(String function) {
        return store.add(Map.of("model.onnx", TinyModel.map(function, 32)));
    }

    Artifact broken() {
        return store.add(Map.of("model.onnx", new byte[] {1, 2, 3}));
    }

    /** As another disk would be. */
    void forgetFiles() {
        try (var found = Files.list(folder.resolve("cache"))) {
            for (var place : found.filter(
                            each -> String.valueOf(each.getFileName()).length() == 64)
                    .toList()) {
                Files.move(place, folder.resolve(place.getFileName() + ".lost"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void announce(ModelState state) {
        topic.take(Announcement.of(state, nanos));
        follow();
    }

    void retire(String name) {
        topic.take(Announcement.retired(name, nanos));
        follow();
    }

    void follow() {
        follower.follow(topicIsAway ? Map.of() : topic.counting(), !topicIsAway);
    }

    void later(Duration time) {
        nanos += time.toNanos();
        clock.advance(time);
        follow();
    }

    InferenceEngine inference() {
        return engine;
    }

    /** Number and alias of what serves; empty for nothing. */
    String served(String name) {
        return engine.models().stream()
                .filter(version -> version.name().equals(name))
                .map(ModelFollowerBench::named)
                .findFirst()
                .orElse("");
    }

    String challenger(String name) {
        return engine.challengers().stream()
                .filter(version -> version.name().equals(name))
                .map(ModelFollowerBench::named)
                .findFirst()
                .orElse("");
    }

    private static String named(ModelVersion version) {
        return version.version() + version.alias().map(alias -> " " + alias).orElse("");
    }

    /** Asks the model, and tells which version has answered. */
    String detect(String name) {
        try (var drawn = new DrawnPicture(64, 64, 200)) {
            return engine.detect(drawn.encode(".png"), asking(name)).model().version();
        }
    }

    static DetectionOptions asking(String name) {
        return new DetectionOptions(
                Optional.of(name), Optional.empty(), OptionalDouble.empty(), OptionalInt.empty(), Optional.empty());
    }

    FollowedState state(String name) {
        return follower.states().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no state of " + name));
    }

    void isFollowedNoMore(String name) {
        assertThat(follower.states()).extracting(FollowedState::name).doesNotContain(name);
    }

    @Nullable Double behind(String name) {
        var gauge = meters.find("sightline.model.behind").tag("model", name).gauge();
        return gauge == null ? null : gauge.value();
    }

    @Override
    public void close() {
        follower.close();
        engine.close();
    }

    /** Carries out what is announced before it returns. */
    private static final class AtOnce extends AbstractExecutorService {
        @Override
        public void execute(Runnable work) {
            work.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return true;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
