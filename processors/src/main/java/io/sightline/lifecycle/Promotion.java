package io.sightline.lifecycle;

import io.sightline.artifact.Artifact;
import io.sightline.claim.Sha256;
import io.sightline.inference.ModelDescription;
import io.sightline.inference.PreparedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One try of one model, from the look at its source to what is announced. Each step adds what it has found out; one
 * that rejects the version ends the try, and the next ones pass it on. Of one thread at a time.
 */
public final class Promotion implements AutoCloseable {
    private final Term term;
    private final ManagedModel model;
    private final StoredModel stored;
    private final Choice choice;
    private final Optional<ModelCommand> command;
    private final Optional<Sha256> fingerprint;
    private final long begin = System.nanoTime();
    private final Map<String, Double> metrics = new HashMap<>();
    private Runnable end = () -> {};
    private WorkFolders.@Nullable WorkFolder folder;
    private @Nullable Artifact artifact;
    private List<DeclaredInput> declared = List.of();
    private @Nullable PreparedModel prepared;
    private @Nullable Rejection rejection;
    private String verdict = "";
    private @Nullable StoredModel outcome;

    /**
     * @param command the wish that led to the choice, if one did
     * @param fingerprint what a verdict on the version rests on, as it was at the look; empty when none is to come
     */
    Promotion(
            Term term,
            ManagedModel model,
            StoredModel stored,
            Choice choice,
            Optional<ModelCommand> command,
            Optional<Sha256> fingerprint) {
        this.term = term;
        this.model = model;
        this.stored = stored;
        this.choice = choice;
        this.command = command;
        this.fingerprint = fingerprint;
        if (choice instanceof Choice.Reject early) {
            rejection = early.rejection();
        }
    }

    Term term() {
        return term;
    }

    /** Name of the model. */
    public String name() {
        return model.settings().name();
    }

    ModelSettings settings() {
        return model.settings();
    }

    ModelSource source() {
        return model.source();
    }

    StoredModel stored() {
        return stored;
    }

    Choice choice() {
        return choice;
    }

    Optional<ModelCommand> command() {
        return command;
    }

    /** The version that is tried, or rejected without a try. */
    Optional<Candidate> candidate() {
        return choice.offered();
    }

    Optional<Sha256> fingerprint() {
        return fingerprint;
    }

    /** Whether the next step has something to do: there is a version, and nothing speaks against it so far. */
    public boolean isTried() {
        return rejection == null && !isSame() && (choice instanceof Choice.Promote || choice instanceof Choice.Shadow);
    }

    /** Whether the files turned out to be those that serve already. */
    boolean isSame() {
        return artifact != null
                && stored.serving().filter(artifact.sha256()::equals).isPresent();
    }

    /** Whether the version is to serve, and not to run in the shadow. */
    boolean isToServe() {
        return choice instanceof Choice.Promote;
    }

    /** Seconds since the look. */
    double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }

    void reject(Rejection why) {
        rejection = why;
        metrics.putAll(why.metrics());
    }

    Optional<Rejection> rejection() {
        return Optional.ofNullable(rejection);
    }

    /** @param release gives others their turn */
    void atItsEnd(Runnable release) {
        end = release;
    }

    /** @param place an empty folder of its own, which is removed at the end */
    void useFolder(WorkFolders.WorkFolder place) {
        folder = place;
    }

    Path folder() {
        return Objects.requireNonNull(folder, "nothing was fetched").path();
    }

    void fetched(Artifact files, List<DeclaredInput> inputs) {
        artifact = files;
        declared = inputs;
    }

    Artifact artifact() {
        return Objects.requireNonNull(artifact, "nothing was fetched");
    }

    /** Empty until the files are here. */
    Optional<Artifact> fetchedArtifact() {
        return Optional.ofNullable(artifact);
    }

    List<DeclaredInput> declared() {
        return declared;
    }

    /** @param loaded for this try alone: what of the same files runs in this process already goes on beside it */
    void prepared(PreparedModel loaded) {
        prepared = loaded;
    }

    PreparedModel prepared() {
        return Objects.requireNonNull(prepared, "nothing was loaded");
    }

    ModelDescription description() {
        return prepared().description();
    }

    void judged(String text, Map<String, Double> figures) {
        verdict = text;
        metrics.putAll(figures);
    }

    String verdict() {
        return verdict;
    }

    Map<String, Double> metrics() {
        return Map.copyOf(metrics);
    }

    void decided(StoredModel next) {
        outcome = next;
    }

    /** Whether its files are here, and what becomes of them is open. */
    boolean isUndecided() {
        return artifact != null && !isSame() && outcome == null;
    }

    /** The row that tells a try which was given up by a process that goes on, or ends in order, from one cut short. */
    ModelEvent putAside(String why) {
        return ModelEvent.of(candidate().orElseThrow(), Optional.of(artifact().sha256()), ModelStep.DOWNLOADED)
                .saying("put aside: " + why);
    }

    /** Whether something is on its way to the topic of models. */
    public boolean isAnnounced() {
        return outcome != null && (outcome.epoch() != stored.epoch() || outcome.sequence() != stored.sequence());
    }

    /** What is written down now. */
    StoredModel outcome() {
        return outcome == null ? stored : outcome;
    }

    /** Gives up memory and disk, and its turn; what serves meanwhile goes on. */
    @Override
    public void close() {
        try {
            giveUp();
        } finally {
            end.run();
            end = () -> {};
        }
    }

    private void giveUp() {
        if (prepared != null) {
            prepared.close();
            prepared = null;
        }
        if (folder != null) {
            try {
                folder.close();
            } catch (IOException e) {
                throw new UncheckedIOException("the folder " + folder.path() + " cannot be removed", e);
            }
            folder = null;
        }
    }
}
