package io.sightline.inference;

import io.sightline.claim.Sha256;
import java.util.Optional;

/**
 * One version of a model. Name and version are for people; the hash is the identity.
 *
 * @param alias alias that chose the version, when one did
 * @param runId MLflow run that made the version, when known
 * @param sha256 hash of the sorted lines {@code <file sha256> <relative path>} over every file that session or spec
 *     reads
 */
public record ModelVersion(
        String name, String version, Optional<String> alias, Optional<String> runId, Sha256 sha256) {}
