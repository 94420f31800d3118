package io.sightline.inference;

import io.sightline.failure.Dependency;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import io.sightline.failure.TransientFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/** The models of an engine by name: which are expected, and which version of each serves or challenges it. */
final class ServedModels {
    private final Map<String, ModelHandle> serving = new ConcurrentSkipListMap<>();
    private final Map<String, ModelHandle> challengers = new ConcurrentSkipListMap<>();
    private volatile Set<String> expected = Set.of();
    private volatile boolean closed;

    /** Names the models that callers may ask for, whether they serve yet or not. */
    void expect(Set<String> names) {
        expected = Set.copyOf(names);
    }

    void serve(String name, ModelHandle handle) {
        put(serving, name, handle);
    }

    void challenge(String name, ModelHandle handle) {
        put(challengers, name, handle);
    }

    /** A model that was put while the engine closed must not stay behind. */
    private void put(Map<String, ModelHandle> place, String name, ModelHandle handle) {
        Optional.ofNullable(place.put(name, handle)).ifPresent(ModelHandle::release);
        if (closed) {
            remove(place, name);
            throw Permits.closed();
        }
    }

    void remove(String name) {
        remove(serving, name);
        removeChallenger(name);
    }

    void removeChallenger(String name) {
        remove(challengers, name);
    }

    private static void remove(Map<String, ModelHandle> place, String name) {
        Optional.ofNullable(place.remove(name)).ifPresent(ModelHandle::release);
    }

    void close() {
        closed = true;
        List.copyOf(serving.keySet()).forEach(this::remove);
        List.copyOf(challengers.keySet()).forEach(this::removeChallenger);
    }

    List<ModelVersion> versions() {
        return versions(serving);
    }

    List<ModelVersion> challengers() {
        return versions(challengers);
    }

    private static List<ModelVersion> versions(Map<String, ModelHandle> place) {
        return place.values().stream().map(handle -> handle.model().version()).toList();
    }

    /** @throws TransientFailure MODEL_NOT_SERVING when one that is expected does not serve */
    void requireAll() {
        expected.forEach(this::handle);
    }

    /**
     * Works with the version that serves.
     *
     * @throws PermanentFailure MODEL_UNKNOWN
     * @throws TransientFailure MODEL_NOT_SERVING
     */
    <T> T use(String name, Optional<String> version, Function<LoadedModel, T> work) {
        // Between finding a handle and counting in, another version may have taken its place.
        var handle = handle(name);
        while (!handle.acquire()) {
            handle = handle(name);
        }
        return use(handle, model -> {
            version.ifPresent(asked -> requireVersion(model.version(), asked));
            return work.apply(model);
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

    private ModelHandle handle(String name) {
        var handle = serving.get(name);
        if (closed) {
            throw Permits.closed();
        }
        if (handle == null && expected.contains(name)) {
            throw new TransientFailure(
                    FailureCode.MODEL_NOT_SERVING,
                    "model " + name + " is configured and does not serve yet",
                    null,
                    Dependency.MODEL);
        }
        if (handle == null) {
            throw new PermanentFailure(
                    FailureCode.MODEL_UNKNOWN,
                    "model " + Quotation.of(name) + " is not configured; configured are " + names());
        }
        return handle;
    }

    private Set<String> names() {
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
