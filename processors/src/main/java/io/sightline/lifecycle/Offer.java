package io.sightline.lifecycle;

import io.sightline.claim.Sha256;
import java.util.Optional;

/**
 * What a source offered to serve, as far as it tells one version from another.
 *
 * @param version number of the version
 * @param origin by what it is known again at its source
 * @param sha256 hash of its files, where the source knows it
 */
public record Offer(String version, String origin, Optional<Sha256> sha256) {
    static Offer of(Candidate candidate) {
        return new Offer(candidate.version(), candidate.origin(), candidate.sha256());
    }
}
