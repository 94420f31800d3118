package io.sightline.lifecycle;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where versions of one model come from.
 *
 * <p>Every method throws a {@link io.sightline.failure.Failure} when the source says nothing that counts: it is away,
 * refuses, or answers nonsense.
 */
public interface ModelSource {
    /** Whether it is where a registry has the model under a name, which need not be ours. */
    default boolean isRegisteredAs(String name) {
        return false;
    }

    /** What it offers now. */
    Sighting look();

    /** A version by its number, whatever the alias says; empty when there is none. */
    Optional<Candidate> version(String version);

    /**
     * Puts the files of a version into an empty folder: {@code model.onnx}, the files of its weights, and what says how
     * it detects.
     */
    Fetched fetch(Candidate candidate, Path folder);

    /**
     * Says of versions what became of them, where the source has a place for that.
     *
     * @param wanted tags by the number of the version
     */
    void tell(VersionTags tags, Map<String, VersionTags.Wanted> wanted);
}
