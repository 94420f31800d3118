package io.sightline.mlflow;

/**
 * A file of a version, as its listing has it.
 *
 * @param size in bytes
 */
public record ArtifactFile(ArtifactPath path, long size) {}
