package io.sightline.inference;

import io.sightline.failure.Dependency;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import io.sightline.failure.TransientFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The models of an engine by name: which are expected, and which version of each serves or challenges it. */
final class ServedModels {
    private final Map<String, Served> serving = new ConcurrentSkipListMap<>();
    private final Map<String, ModelHandle> challengers = new ConcurrentSkipListMap<>();
    private volatile Set<String> expected = Set.of();
    private volatile boolean closed;

    /**
     * What serves, and how it fares.
     *
     * @param formerPercentile that of the version before, when it ended
     */
    private record Served(ModelHandle handle, RunCount runs, OptionalLong formerPercentile) {
        ModelVersion version() {
            return handle.model().version();
        }

        ServedRuns state() {
            return new ServedRuns(version(), runs.runs(), runs.failures(), runs.percentile(), formerPercentile);
        }
    }

    /** What is done with a model that serves. */
    interface Work<T> {
        T with(LoadedModel model, RunCount runs);
    }

    /** Names the models that callers may ask for, whether they serve yet or not. */
    void expect(Set<String> names) {
        expected = Set.copyOf(names);
    }

    /** The same files under another version or alias are counted on. */
    void serve(String name, ModelHandle handle) {
        Optional.ofNullable(serving.put(name, next(serving.get(name), handle)))
                .map(Served::handle)
                .ifPresent(ModelHandle::release);
        requireOpen(name);
    }

    private static Served next(@Nullable Served former, ModelHandle handle) {
        if (former == null) {
            return new Served(handle, new RunCount(), OptionalLong.empty());
        }
        var isSame = former.version().sha256().equals(handle.model().version().sha256());
        return isSame
                ? new Served(handle, former.runs(), former.formerPercentile())
                : new Served(handle, new RunCount(), former.runs().percentile());
    }

    void challenge(String name, ModelHandle handle) {
        Optional.ofNullable(challengers.put(name, handle)).ifPresent(ModelHandle::release);
        requireOpen(name);
    }

    /** A model that was put while the engine closed must not stay behind. */
    private void requireOpen(String name) {
        if (closed) {
            remove(name);
            throw Permits.closed();
        }
    }

    void remove(String name) {
        Optional.ofNullable(serving.remove(name)).map(Served::handle).ifPresent(ModelHandle::release);
        removeChallenger(name);
    }

    void removeChallenger(String name) {
        Optional.ofNullable(challengers.remove(name)).ifPresent(ModelHandle::release);
    }

    void close() {
        closed = true;
        List.copyOf(serving.keySet()).forEach(this::remove);
        List.copyOf(challengers.keySet()).forEach(this::removeChallenger);
    }

    /** The files of this version for one more user, when this model serves them or is challenged by them. */
    Optional<ModelHandle> loaded(ModelVersion version) {
        return Stream.concat(
                        Stream.ofNullable(serving.get(version.name())).map(Served::handle),
                        Stream.ofNullable(challengers.get(version.name())))
                .filter(handle -> handle.model().version().sha256().equals(version.sha256()))
                .filter(ModelHandle::acquire)
                .findFirst()
                .map(handle -> handle.as(version));
    }

    List<ModelVersion> versions() {
        return serving.values().stream().map(Served::version).toList();
    }

    List<ModelVersion> challengers() {
        return challengers.values().stream()
                .map(handle -> handle.model().version())
                .toList();
    }

    List<ServedRuns> runs() {
        return serving.values().stream().map(Served::state).toList();
    }

    /** @throws TransientFailure MODEL_NOT_SERVING when one that is expected does not serve */
    void requireAll() {
        expected.forEach(this::served);
    }

    /**
     * Works with the version that serves.
     *
     * @throws PermanentFailure MODEL_UNKNOWN
     * @throws TransientFailure MODEL_NOT_SERVING
     */
    <T> T use(String name, Optional<String> version, Work<T> work) {
        // Between finding a handle and counting in, another version may have taken its place.
        var served = served(name);
        while (!served.handle().acquire()) {
            served = served(name);
        }
        var runs = served.runs();
        return use(served.handle(), model -> {
            version.ifPresent(asked -> requireVersion(model.version(), asked));
            return work.with(model, runs);
        });
    }

    /** Works with the challenger, when there is one. */
    <T> Optional<T> useChallenger(String name, Function<LoadedModel, T> work) {
        var handle = challengers.get(name);
        return handle != null && handle.acquire() ? Optional.of(use(handle, work)) : Optional.empty();
    }

    private static <T> T use(ModelHandle acquired, Function<LoadedModel, T> work) {
        try {
            return work.apply(acquired.model());
        } finally {
            acquired.release();
        }
    }

    private Served served(String name) {
        var served = serving.get(name);
        if (closed) {
            throw Permits.closed();
        }
        if (served == null && expected.contains(name)) {
            throw new TransientFailure(
                    FailureCode.MODEL_NOT_SERVING,
                    "model " + name + " is configured and does not serve yet",
                    null,
                    Dependency.MODEL);
        }
        if (served == null) {
            throw new PermanentFailure(
                    FailureCode.MODEL_UNKNOWN,
                    "model " + Quotation.of(name) + " is not configured; configured are " + names());
        }
        return served;
    }

    /** Those that are expected and those that serve. */
    Set<String> names() {
        var names = new TreeSet<>(expected);
        names.addAll(serving.keySet());
        return names;
    }

    private static void requireVersion(ModelVersion version, String asked) {
        if (!version.isNamed(asked)) {
            throw new PermanentFailure(
                    FailureCode.MODEL_UNKNOWN,
                    "model " + version.name() + " has no version " + Quotation.of(asked) + " loaded; loaded is "
                            + version.version()
                            + version.alias().map(alias -> " (" + alias + ")").orElse(""));
        }
    }
}
