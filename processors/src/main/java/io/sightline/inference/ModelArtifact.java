package io.sightline.inference;

import io.sightline.claim.Sha256;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files of one model version.
 *
 * @param spec text of {@code detector.yaml}
 * @param labels lines of {@code labels.txt}, empty without one
 * @param sha256 identity of the version
 */
record ModelArtifact(String version, Path model, Optional<String> spec, List<String> labels, Sha256 sha256) {
    ModelArtifact {
        labels = List.copyOf(labels);
    }
}
