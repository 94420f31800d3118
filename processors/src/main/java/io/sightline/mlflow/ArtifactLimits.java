package io.sightline.mlflow;

/**
 * What is read of one version at most.
 *
 * @param files number of files and folders
 * @param bytes of all files together
 */
public record ArtifactLimits(int files, long bytes) {
    public ArtifactLimits {
        if (files < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "limits must be at least 1, were " + files + " files, " + bytes + " bytes");
        }
    }
}
