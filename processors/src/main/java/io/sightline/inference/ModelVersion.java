package io.sightline.inference;

import io.sightline.claim.Sha256;
import java.util.Optional;

/**
 * One version of a model. Name and version are for people; the hash is the identity.
 *
 * @param alias alias under which the version serves, when it has one
 * @param runId MLflow run that made the version, when known
 * @param sha256 hash of the sorted lines {@code <file sha256> <relative path>} over every file that session or spec
 *     reads
 */
public record ModelVersion(String name, String version, Optional<String> alias, Optional<String> runId, Sha256 sha256) {
    /** Whether a caller who asks for a version or an alias means this one. */
    public boolean isNamed(String versionOrAlias) {
        return versionOrAlias.equals(version)
                || alias.filter(versionOrAlias::equals).isPresent();
    }
}
