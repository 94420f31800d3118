package io.sightline.mlflow;

import io.sightline.claim.Sha256;
import java.nio.file.Path;

/**
 * A file of a version that was read whole.
 *
 * @param path inside the folder of the version
 * @param file where it is now
 * @param size in bytes
 * @param hash of what was written
 */
public record StoredArtifact(ArtifactPath path, Path file, long size, Sha256 hash) {}
