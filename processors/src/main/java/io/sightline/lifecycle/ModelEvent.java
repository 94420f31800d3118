package io.sightline.lifecycle;

import io.sightline.claim.Sha256;
import java.util.Map;
import java.util.Optional;

/**
 * A step of a version.
 *
 * @param sha256 hash of its files; empty until they were fetched
 * @param alias alias that led to it
 * @param reason code of the reason
 * @param message what it means here, for people
 * @param metrics figures that it rests on, by name
 */
public record ModelEvent(
        String name,
        String version,
        Optional<String> runId,
        Optional<Sha256> sha256,
        Optional<String> alias,
        ModelStep step,
        Optional<RejectionReason> reason,
        Optional<String> message,
        Map<String, Double> metrics) {
    public ModelEvent {
        metrics = Map.copyOf(metrics);
    }

    /** A step that needs no words. */
    static ModelEvent of(Candidate candidate, Optional<Sha256> sha256, ModelStep step) {
        return new ModelEvent(
                candidate.name(),
                candidate.version(),
                candidate.runId(),
                sha256,
                candidate.alias(),
                step,
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** A step of a version that serves or served. */
    static ModelEvent of(String name, KnownVersion known, ModelStep step) {
        return new ModelEvent(
                name,
                known.version(),
                known.runId(),
                Optional.of(known.sha256()),
                known.alias(),
                step,
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** Another step of the same version. */
    ModelEvent at(ModelStep next) {
        return new ModelEvent(name, version, runId, sha256, alias, next, Optional.empty(), Optional.empty(), Map.of());
    }

    ModelEvent saying(String text) {
        return new ModelEvent(name, version, runId, sha256, alias, step, reason, Optional.of(text), metrics);
    }

    ModelEvent because(RejectionReason why) {
        return new ModelEvent(name, version, runId, sha256, alias, step, Optional.of(why), message, metrics);
    }

    ModelEvent with(Map<String, Double> figures) {
        return new ModelEvent(name, version, runId, sha256, alias, step, reason, message, figures);
    }
}
