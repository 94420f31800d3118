package io.sightline.artifact;

import io.sightline.failure.Failure;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** Where the files of artifacts come from. */
public interface ArtifactSource {
    /**
     * Writes all files of an artifact into a folder, each of them compared with its length and hash.
     *
     * @param into an empty folder
     * @param wanted is asked again and again; the fetch ends as soon as it says no
     * @throws Failure when a file is not there, is another one, cannot be had or cannot be written, and when the fetch
     *     is not wanted any more; what was written then counts for nothing
     */
    void fetch(Artifact artifact, Path into, BooleanSupplier wanted);
}
