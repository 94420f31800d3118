package io.sightline.lifecycle;

import io.sightline.claim.v1.ClaimRef;
import io.sightline.model.v1.ModelState;
import io.sightline.model.v1.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What follows from each outcome: what is announced, remembered and written into the trail. By its arguments alone.
 *
 * @param bucket where files of models lie
 * @param now by the clock of the database
 */
public record Decisions(String bucket, Instant now) {
    /** Name of the figure by which the gate says how long runs of a candidate take. */
    static final String P95_METRIC = "candidate.p95_ms";

    /**
     * A version that has stood every test serves.
     *
     * @param message what the gate said
     */
    public Decision serve(
            StoredModel stored,
            Candidate candidate,
            StoredArtifact files,
            boolean pinned,
            String message,
            Map<String, Double> metrics) {
        var next = KnownVersion.of(
                candidate, files.artifact().sha256(), now, Optional.ofNullable(metrics.get(P95_METRIC)));
        var events = superseded(stored, next);
        events.add(ModelEvent.of(stored.name(), next, ModelStep.SERVING)
                .saying(message)
                .with(metrics));
        return Decision.announcing(
                        serving(stored, next, files)
                                .setStatus(Status.SERVING)
                                .setPinned(pinned)
                                .setMetrics(metrics)
                                .build(),
                        // What people want to stay is not gone back from by itself.
                        pinned ? memory(stored, next).watchedSince(Optional.empty()) : memory(stored, next),
                        events)
                .of(files);
    }

    /** The files that serve have another number, alias or run. */
    public Decision renew(StoredModel stored, Candidate candidate, boolean pinned) {
        var present = stored.memory().serving().orElseThrow();
        var next = KnownVersion.of(candidate, present.sha256(), present.since(), present.p95Millis());
        var event = ModelEvent.of(stored.name(), next, ModelStep.SERVING)
                .saying("the files that serve already, which were version " + present.version()
                        + "; nothing changes but the name");
        return Decision.announcing(
                state(stored)
                        .setServing(next.reference(stored.name()))
                        .setPinned(pinned)
                        .setStatus(Status.SERVING)
                        .build(),
                stored.memory().withServing(next).releasing(next.sha256()),
                List.of(event));
    }

    /** A version does not serve; the one that does goes on. */
    public Decision reject(StoredModel stored, ModelEvent rejected, Refusal refusal) {
        return Decision.announcing(
                state(stored)
                        .setStatus(Status.REJECTED)
                        .setReason(reason(refusal.version(), refusal.reason(), refusal.message()))
                        .setMetrics(rejected.metrics())
                        .build(),
                stored.memory().withRefusal(refusal),
                List.of(rejected.because(refusal.reason()).saying(refusal.message())));
    }

    /** A version runs in the shadow of the one that serves. */
    public Decision shadow(StoredModel stored, Candidate candidate, StoredArtifact files, double share) {
        var next = KnownVersion.of(candidate, files.artifact().sha256(), now, Optional.empty());
        return Decision.announcing(
                        state(stored)
                                .setChallenger(next.reference(stored.name()))
                                .setChallengerArtifact(claims(files))
                                .setShadowShare(share)
                                .setStatus(Status.SHADOWING)
                                .build(),
                        stored.memory().withChallenger(Optional.of(next)),
                        List.of(ModelEvent.of(stored.name(), next, ModelStep.SHADOWING)
                                .saying("runs on " + share + " of the frames and answers nobody")))
                .of(files);
    }

    /** The version in the shadow runs on another share of the frames. */
    public Decision share(StoredModel stored, double share) {
        return Decision.announcing(
                state(stored).setShadowShare(share).setStatus(Status.SHADOWING).build(), stored.memory(), List.of());
    }

    /** Nothing runs in the shadow any more. */
    public Decision endShadow(StoredModel stored) {
        var events = stored.memory().challenger().stream()
                .map(ending -> ModelEvent.of(stored.name(), ending, ModelStep.SUPERSEDED)
                        .saying("runs in the shadow no more"))
                .toList();
        return Decision.announcing(
                withoutChallenger(state(stored)).setStatus(Status.SERVING).build(),
                stored.memory().withChallenger(Optional.empty()),
                events);
    }

    /**
     * A version that served before serves again; where the model is pinned, to that one from now on.
     *
     * @param reason REGRESSED or ROLLED_BACK
     * @param message who or what led back, for people
     * @param metrics figures that led back, by name
     */
    public Decision rollBack(
            StoredModel stored,
            KnownVersion target,
            StoredArtifact files,
            RejectionReason reason,
            String message,
            Map<String, Double> metrics) {
        var left = stored.memory().serving().orElseThrow();
        var next = target.from(now);
        var events = new ArrayList<ModelEvent>();
        events.add(ModelEvent.of(stored.name(), left, ModelStep.ROLLED_BACK)
                .because(reason)
                .saying(message)
                .with(metrics));
        events.add(ModelEvent.of(stored.name(), next, ModelStep.SERVING)
                .saying("served before and serves again; " + message));
        if (stored.isPinned()) {
            events.add(ModelEvent.of(stored.name(), next, ModelStep.PINNED)
                    .saying("the pin moved here from version " + left.version() + " by a rollback; " + message));
        }
        var memory = memory(stored, next)
                .withFormer(olderThan(target, stored.memory().former()))
                .holding(new Hold(left, reason, message, now))
                .watchedSince(Optional.empty());
        return Decision.announcing(
                serving(stored, next, files)
                        .setStatus(Status.ROLLED_BACK)
                        .setReason(reason(left.version(), reason, message))
                        .setMetrics(metrics)
                        .build(),
                memory,
                events);
    }

    /**
     * A version that served before serves again, and stays.
     *
     * @param message who wants it, for people
     */
    public Decision pinTo(StoredModel stored, KnownVersion target, StoredArtifact files, String message) {
        var next = target.from(now);
        var events = superseded(stored, next);
        events.add(ModelEvent.of(stored.name(), next, ModelStep.SERVING)
                .saying("served before and serves again; " + message));
        events.add(ModelEvent.of(stored.name(), next, ModelStep.PINNED).saying(message));
        return Decision.announcing(
                serving(stored, next, files)
                        .setStatus(Status.SERVING)
                        .setPinned(true)
                        .build(),
                memory(stored, next).watchedSince(Optional.empty()),
                events);
    }

    /** The version that serves stays, or follows its alias again. */
    public Decision setPin(StoredModel stored, boolean pinned, String message) {
        var present = stored.memory().serving().orElseThrow();
        return Decision.announcing(
                state(stored).setPinned(pinned).setStatus(Status.SERVING).build(),
                stored.memory(),
                List.of(ModelEvent.of(stored.name(), present, pinned ? ModelStep.PINNED : ModelStep.UNPINNED)
                        .saying(message)));
    }

    /** A model that was retired comes back, and what its source offers is held back: what served last serves again. */
    public Decision resume(StoredModel stored, KnownVersion target, StoredArtifact files) {
        var next = target.from(now);
        return Decision.announcing(
                serving(stored, next, files).setStatus(Status.SERVING).build(),
                memory(stored, next).watchedSince(Optional.empty()),
                List.of(ModelEvent.of(stored.name(), next, ModelStep.SERVING)
                        .saying("served last before the model was retired, and serves again")));
    }

    /** The model serves no more. */
    public Decision retire(StoredModel stored, String message) {
        return Decision.retiring(
                stored.memory().retired(now),
                stored.memory().serving().stream()
                        .map(last -> ModelEvent.of(stored.name(), last, ModelStep.RETIRED)
                                .saying(message))
                        .toList());
    }

    private static List<ModelEvent> superseded(StoredModel stored, KnownVersion next) {
        var events = new ArrayList<ModelEvent>();
        stored.memory()
                .serving()
                .map(last ->
                        ModelEvent.of(stored.name(), last, ModelStep.SUPERSEDED).saying("by version " + next.version()))
                .ifPresent(events::add);
        return events;
    }

    private ModelState.Builder serving(StoredModel stored, KnownVersion next, StoredArtifact files) {
        var state = state(stored)
                .setServing(next.reference(stored.name()))
                .setArtifact(claims(files))
                .setDetector(files.detector())
                .setSignature(files.signature());
        return isChallenger(stored, next) ? withoutChallenger(state) : state;
    }

    private static boolean isChallenger(StoredModel stored, KnownVersion next) {
        return stored.memory()
                .challenger()
                .filter(challenger -> challenger.sha256().equals(next.sha256()))
                .isPresent();
    }

    private ModelMemory memory(StoredModel stored, KnownVersion next) {
        var memory = stored.memory().superseding(next).releasing(next.sha256());
        // Without a version before there is nothing to go back to, and nothing to watch for.
        return (isChallenger(stored, next) ? memory.withChallenger(Optional.empty()) : memory)
                .watchedSince(memory.former().isEmpty() ? Optional.empty() : Optional.of(now));
    }

    private static List<KnownVersion> olderThan(KnownVersion target, List<KnownVersion> former) {
        for (int i = 0; i < former.size(); i++) {
            if (former.get(i).sha256().equals(target.sha256())) {
                return former.subList(i + 1, former.size());
            }
        }
        return former;
    }

    private List<ClaimRef> claims(StoredArtifact files) {
        return files.artifact().claims(bucket);
    }

    private ModelState.Builder state(StoredModel stored) {
        return stored.announced()
                .map(ModelState::newBuilder)
                .orElseGet(() -> ModelState.newBuilder()
                        .setName(stored.name())
                        .setPinned(false)
                        .setArtifact(List.of())
                        .setDetector("")
                        .setSignature(""))
                // Both are given where the decision is written down.
                .setEpoch(0)
                .setSequence(0)
                .setReason(null)
                .setMetrics(Map.of())
                .setDecidedAt(now);
    }

    private static ModelState.Builder withoutChallenger(ModelState.Builder state) {
        return state.setChallenger(null).setChallengerArtifact(List.of()).setShadowShare(0);
    }

    private static String reason(String version, RejectionReason reason, String message) {
        return "version " + version + ": " + reason + ": " + message;
    }
}
