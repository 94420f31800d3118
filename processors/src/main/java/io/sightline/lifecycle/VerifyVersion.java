package io.sightline.lifecycle;

import io.sightline.artifact.ExternalData;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The step that looks at the files of a version before anything of them is run. */
public final class VerifyVersion implements PromotionStep {
    private final ModelEvents events;

    public VerifyVersion(ModelEvents events) {
        this.events = events;
    }

    @Override
    public void apply(Promotion promotion) throws SQLException {
        var objection = objection(promotion);
        if (objection.isPresent()) {
            promotion.reject(objection.get());
            return;
        }
        var candidate = promotion.candidate().orElseThrow();
        var sha256 = Optional.of(promotion.artifact().sha256());
        events.record(promotion.term(), List.of(ModelEvent.of(candidate, sha256, ModelStep.VERIFIED)));
    }

    private static Optional<Rejection> objection(Promotion promotion) {
        var model = promotion.folder().resolve("model.onnx");
        try {
            if (!Files.isRegularFile(model)) {
                return Optional.of(new Rejection(RejectionReason.NO_SINGLE_MODEL, "it has no file model.onnx"));
            }
            return WeightFiles.objection(
                    ExternalData.of(model), promotion.artifact().files());
        } catch (IllegalArgumentException e) {
            return Optional.of(new Rejection(RejectionReason.UNUSABLE, "model.onnx: " + e.getMessage()));
        } catch (IOException e) {
            throw new TransientFailure(
                    FailureCode.UNEXPECTED_FAILURE, "the file " + model + " cannot be read: " + e, e);
        }
    }
}
