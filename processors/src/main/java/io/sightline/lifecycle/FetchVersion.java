package io.sightline.lifecycle;

import io.sightline.artifact.Artifact;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The step that brings the files of a version here, into a folder of their own. */
public final class FetchVersion implements PromotionStep {
    private final Path workspace;
    private final WorkFolders folders;
    private final ModelEvents events;

    /** @param workspace where such folders are made */
    public FetchVersion(Path workspace, ModelEvents events) {
        this.workspace = workspace;
        this.folders = new WorkFolders(workspace);
        this.events = events;
    }

    @Override
    public void apply(Promotion promotion) throws SQLException {
        var candidate = promotion.candidate().orElseThrow();
        try {
            promotion.useFolder(folders.make());
            var fetched = promotion.source().fetch(candidate, promotion.folder());
            if (fetched instanceof Fetched.Files files) {
                promotion.fetched(Artifact.of(promotion.folder()), files.inputs());
            } else if (fetched instanceof Fetched.Unusable unusable) {
                promotion.reject(unusable.rejection());
            }
        } catch (IOException e) {
            throw new TransientFailure(
                    FailureCode.UNEXPECTED_FAILURE,
                    "the files of a model cannot be written to " + workspace.toAbsolutePath() + ": " + e
                            + "; make room there, or set sightline.artifacts.cache to another folder",
                    e);
        }
        var artifact = promotion.fetchedArtifact();
        if (artifact.isEmpty()) {
            return;
        }
        if (promotion.isSame() && !promotion.isToServe()) {
            promotion.reject(new Rejection(
                    RejectionReason.UNUSABLE,
                    "its files are those of the version that serves; there is nothing to compare"));
            return;
        }
        events.record(
                promotion.term(),
                List.of(ModelEvent.of(candidate, Optional.of(artifact.get().sha256()), ModelStep.DOWNLOADED)));
    }
}
