package io.sightline.lifecycle;

import io.sightline.claim.Sha256;
import io.sightline.model.v1.ModelRef;
import java.time.Instant;
import java.util.Optional;

/**
 * A version that serves, challenges, or did.
 *
 * @param origin by what it is known again at its source; empty when that was forgotten
 * @param since when it began to, or ended to, by the database's clock
 * @param p95Millis 95th percentile of its runs on the golden set, in milliseconds, where it was measured
 */
public record KnownVersion(
        String version,
        Optional<String> alias,
        Optional<String> runId,
        String origin,
        Sha256 sha256,
        Instant since,
        Optional<Double> p95Millis) {
    static KnownVersion of(Candidate candidate, Sha256 sha256, Instant since, Optional<Double> p95Millis) {
        return new KnownVersion(
                candidate.version(),
                candidate.alias(),
                candidate.runId(),
                candidate.origin(),
                sha256,
                since,
                p95Millis);
    }

    KnownVersion from(Instant begin) {
        return new KnownVersion(version, alias, runId, origin, sha256, begin, p95Millis);
    }

    /** As announcements name it. */
    ModelRef reference(String name) {
        return ModelRef.newBuilder()
                .setName(name)
                .setVersion(version)
                .setAlias(alias.orElse(null))
                .setRunId(runId.orElse(null))
                .setSha256(new io.sightline.claim.v1.Sha256(sha256.bytes()))
                .build();
    }
}
