package io.sightline.protocol;

import io.sightline.inference.ModelVersion;

/**
 * One model version in the index of the repository.
 *
 * @param state READY for every version that is loaded
 * @param reason why it is in that state, empty when there is nothing to say
 */
public record RepositoryEntry(String name, String version, String state, String reason) {
    /** The entry of a version that is loaded. */
    public static RepositoryEntry of(ModelVersion model) {
        return new RepositoryEntry(model.name(), model.version(), "READY", "");
    }
}
