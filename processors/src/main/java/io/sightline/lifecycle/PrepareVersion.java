package io.sightline.lifecycle;

import io.sightline.failure.PermanentFailure;
import io.sightline.inference.InferenceEngine;
import io.sightline.inference.ModelFiles;
import io.sightline.inference.ModelVersion;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The step that loads a version and runs it once, and compares what it takes and gives. */
public final class PrepareVersion implements PromotionStep {
    /** Once may be chance, and twice a deployment; a version that kills its process does so in each that leads. */
    private static final int MOST_TRIES = 3;

    /** How JSON writes the one character that no column takes. */
    private static final String NUL = "\\u0000";

    private final InferenceEngine engine;
    private final ModelEvents events;

    public PrepareVersion(InferenceEngine engine, ModelEvents events) {
        this.engine = engine;
        this.events = events;
    }

    @Override
    public void apply(Promotion promotion) throws SQLException {
        var cutShort = events.triesCutShort(
                promotion.term(), promotion.name(), promotion.artifact().sha256());
        if (cutShort >= MOST_TRIES) {
            promotion.reject(new Rejection(
                    RejectionReason.NOT_LOADABLE,
                    cutShort
                            + " processes one after the other ended while they loaded or ran it; look at how they ended"
                            + " (OOMKilled, a crash of ONNX Runtime), give them more memory or make the model smaller,"
                            + " and offer it as a new version"));
            return;
        }
        try {
            promotion.prepared(engine.prepare(files(promotion)));
        } catch (PermanentFailure e) {
            // Where the files lie for the time being says nothing to anybody.
            var message =
                    String.valueOf(e.getMessage()).replace(promotion.folder().toAbsolutePath() + "/", "");
            promotion.reject(new Rejection(RejectionReason.NOT_LOADABLE, message));
            return;
        }
        var objection = objection(promotion);
        if (objection.isPresent()) {
            promotion.reject(objection.get());
            return;
        }
        var candidate = promotion.candidate().orElseThrow();
        var sha256 = Optional.of(promotion.artifact().sha256());
        events.record(
                promotion.term(),
                List.of(
                        ModelEvent.of(candidate, sha256, ModelStep.LOADED),
                        ModelEvent.of(candidate, sha256, ModelStep.WARMED)));
    }

    private static ModelFiles files(Promotion promotion) {
        var candidate = promotion.candidate().orElseThrow();
        var version = new ModelVersion(
                candidate.name(),
                candidate.version(),
                candidate.alias(),
                candidate.runId(),
                promotion.artifact().sha256());
        return new ModelFiles(version, promotion.folder().resolve("model.onnx"));
    }

    private static Optional<Rejection> objection(Promotion promotion) {
        var description = promotion.description();
        if (description.spec().toJson().contains(NUL)) {
            return Optional.of(new Rejection(
                    RejectionReason.UNUSABLE,
                    "a label of it holds the character NUL; export the model with plain names"));
        }
        var mismatch = InputRules.mismatch(promotion.declared(), description.signature());
        if (mismatch.isPresent()
                || !promotion.isToServe()
                || promotion.settings().allowSignatureChange()) {
            return mismatch;
        }
        return promotion
                .stored()
                .announced()
                .filter(state -> state.getServing() != null)
                .flatMap(state ->
                        SignatureRules.change(promotion.name(), state.getSignature(), description.signature()));
    }
}
