package io.sightline.lifecycle;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.artifact.Artifact;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The step that writes down what came out, and so announces it. */
public final class AnnounceModel implements PromotionStep {
    private final FileStore store;
    private final String bucket;
    private final ModelStates states;
    private final ModelArtifacts artifacts;
    private final MeterRegistry meters;

    public AnnounceModel(
            FileStore store, String bucket, ModelStates states, ModelArtifacts artifacts, MeterRegistry meters) {
        this.store = store;
        this.bucket = bucket;
        this.states = states;
        this.artifacts = artifacts;
        this.meters = meters;
    }

    /** Where followers get files from. */
    @FunctionalInterface
    public interface FileStore {
        /** Stores the files of a folder; those that are there already are left as they are. */
        void put(Artifact artifact, Path folder);
    }

    @Override
    public void apply(Promotion promotion) throws SQLException {
        if (promotion.isTried()) {
            // Before, so that nothing is stored in vain, and behind, since large files take their time.
            requireStillOffered(promotion);
            store.put(promotion.artifact(), promotion.folder());
            requireStillOffered(promotion);
        }
        var decision = decision(promotion, new Decisions(bucket, states.now()));
        if (decision.isEmpty()) {
            return;
        }
        promotion.decided(states.commit(promotion.term(), promotion.stored(), decision.get()));
        if (promotion.isTried() && promotion.isToServe()) {
            meters.timer("sightline.promotion.duration", "model", promotion.name())
                    .record(Duration.ofNanos((long) (promotion.seconds() * 1e9)));
        }
    }

    /** To judge a version takes minutes, in which somebody may have taken the alias or the approval away from it. */
    private static void requireStillOffered(Promotion promotion) {
        if (promotion.command().isPresent()) {
            return;
        }
        var now = promotion.source().look();
        var candidate = promotion.candidate().orElseThrow();
        var offered = promotion.isToServe() ? now.champion() : now.challenger();
        if (offered.filter(candidate::isAsBefore).isEmpty()) {
            throw new TransientFailure(
                    FailureCode.FENCED,
                    "the source of model " + promotion.name() + " has changed while version " + candidate.version()
                            + " was tried; it is looked at again");
        }
    }

    private Optional<Decision> decision(Promotion promotion, Decisions decisions) throws SQLException {
        var stored = promotion.stored();
        if (promotion.rejection().isPresent()) {
            return Optional.of(
                    reject(promotion, decisions, promotion.rejection().get()));
        }
        var choice = promotion.choice();
        if (choice instanceof Choice.Promote promote) {
            return Optional.of(serve(promotion, decisions, promote.candidate()));
        }
        if (choice instanceof Choice.Resume resume) {
            return Optional.of(decisions.resume(
                    stored,
                    resume.version(),
                    artifacts.find(resume.version().sha256()).orElseThrow()));
        }
        if (choice instanceof Choice.Renew renew) {
            return Optional.of(decisions.renew(stored, renew.candidate(), false));
        }
        var share = promotion.settings().shadowShare();
        if (choice instanceof Choice.Shadow shadow) {
            return Optional.of(decisions.shadow(stored, shadow.candidate(), files(promotion), share));
        }
        if (choice instanceof Choice.ShareAnew) {
            return Optional.of(decisions.share(stored, share));
        }
        if (choice instanceof Choice.EndShadow) {
            return Optional.of(decisions.endShadow(stored));
        }
        return unfulfilled(promotion, (Choice.Stay) choice);
    }

    private static Decision serve(Promotion promotion, Decisions decisions, Candidate candidate) {
        var pinned = promotion.command().isPresent();
        var decision = promotion.isSame()
                ? decisions.renew(promotion.stored(), candidate, pinned)
                : decisions.serve(
                        promotion.stored(),
                        candidate,
                        files(promotion),
                        pinned,
                        promotion.verdict(),
                        promotion.metrics());
        return promotion
                .command()
                .map(command -> decision.pinned(command)
                        .ending(command.done("version " + candidate.version() + " serves and stays")))
                .orElse(decision);
    }

    private static Decision reject(Promotion promotion, Decisions decisions, Rejection why) {
        var candidate = promotion.candidate().orElseThrow();
        var event = ModelEvent.of(
                        candidate,
                        promotion.fetchedArtifact().map(Artifact::sha256).or(candidate::sha256),
                        ModelStep.REJECTED)
                .with(promotion.metrics());
        var refusal = new Refusal(
                promotion.fingerprint().orElseThrow(),
                candidate.version(),
                candidate.origin(),
                why.reason(),
                why.message(),
                decisions.now());
        var decision = decisions.reject(promotion.stored(), event, refusal);
        return promotion
                .command()
                .map(command -> decision.ending(command.failed(
                        "version " + candidate.version() + " was rejected: " + why.reason() + ": " + why.message())))
                .orElse(decision);
    }

    /** Somebody wanted a version that cannot be had. */
    private static Optional<Decision> unfulfilled(Promotion promotion, Choice.Stay stay) {
        return promotion
                .command()
                .filter(command -> stay.why() != Choice.Why.PENDING)
                .map(command -> Decision.remembering(promotion.stored().memory(), List.of())
                        .ending(command.failed(stay.message())));
    }

    private static StoredArtifact files(Promotion promotion) {
        var description = promotion.description();
        return new StoredArtifact(
                promotion.artifact(), description.spec().toJson(), SignatureRules.json(description.signature()));
    }
}
