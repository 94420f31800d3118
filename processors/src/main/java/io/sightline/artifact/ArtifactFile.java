package io.sightline.artifact;

import io.sightline.claim.Sha256;
import java.util.List;

/**
 * One file of a model version.
 *
 * @param path below the version's folder, with slashes
 * @param size length in bytes
 */
public record ArtifactFile(String path, Sha256 sha256, long size) {
    /** @throws IllegalArgumentException when the path leads out of the folder, or the size is negative */
    public ArtifactFile {
        for (var part : List.of(path.split("/", -1))) {
            if (part.isBlank()
                    || part.equals(".")
                    || part.equals("..")
                    || part.indexOf('\\') >= 0
                    || part.indexOf(0) >= 0) {
                throw new IllegalArgumentException("the path of a model's file must stay in its folder, was " + path);
            }
        }
        if (size < 0) {
            throw new IllegalArgumentException("the size of " + path + " must not be negative, was " + size);
        }
    }
}
