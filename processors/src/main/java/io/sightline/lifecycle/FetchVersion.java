package io.sightline.lifecycle;

import io.sightline.artifact.Artifact;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The step that brings the files of a version here, into a folder of their own. From here on a version takes disk and
 * memory, so that only few are tried at a time.
 */
public final class FetchVersion implements PromotionStep {
    /** Of each kind of source: a registry that hangs does not keep the versions of folders waiting. */
    private static final int AT_ONCE = 2;

    private final Path workspace;
    private final WorkFolders folders;
    private final ModelEvents events;
    private final Predicate<Term> goesOn;
    private final Map<Class<?>, Semaphore> places = new ConcurrentHashMap<>();

    /**
     * @param workspace where such folders are made
     * @param goesOn whether a version that waits for its turn is still wanted of this process
     */
    public FetchVersion(Path workspace, ModelEvents events, Predicate<Term> goesOn) {
        this.workspace = workspace;
        this.folders = new WorkFolders(workspace);
        this.events = events;
        this.goesOn = goesOn;
    }

    @Override
    public void apply(Promotion promotion) throws SQLException {
        var candidate = promotion.candidate().orElseThrow();
        awaitTurn(promotion);
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

    private void awaitTurn(Promotion promotion) {
        var free = places.computeIfAbsent(promotion.source().getClass(), kind -> new Semaphore(AT_ONCE, true));
        try {
            while (!free.tryAcquire(1, TimeUnit.SECONDS)) {
                requireWanted(promotion);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure(FailureCode.OVERLOADED, "the process ends; another one tries the version anew");
        }
        promotion.atItsEnd(free::release);
    }

    private void requireWanted(Promotion promotion) {
        if (!goesOn.test(promotion.term())) {
            throw new TransientFailure(
                    FailureCode.FENCED,
                    "version " + promotion.candidate().orElseThrow().version()
                            + " waits for its turn no longer: this process ends, or another one decides now");
        }
    }
}
