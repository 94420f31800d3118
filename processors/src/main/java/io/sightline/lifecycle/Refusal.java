package io.sightline.lifecycle;

import io.sightline.claim.Sha256;
import java.time.Instant;

/**
 * A version that was rejected, so that it is not tried again before something about it has changed.
 *
 * @param fingerprint what the verdict rests on
 * @param origin by what the version is known again at its source
 * @param at when it was rejected, by the database's clock
 */
public record Refusal(
        Sha256 fingerprint, String version, String origin, RejectionReason reason, String message, Instant at) {}
