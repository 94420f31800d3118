package io.sightline.lifecycle;

import io.sightline.claim.Sha256;
import io.sightline.lifecycle.Choice.Why;
import io.sightline.lifecycle.Sighting.Absence;
import io.sightline.model.v1.ModelState;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Decides by what is written down and what is offered alone.
 *
 * @param fingerprint what a verdict on a champion would rest on; asked only when it matters, since it may cost a look
 *     at the golden set
 * @param shadowShare share of the frames that a challenger runs on
 */
public record ChoiceRules(Function<Candidate, Sha256> fingerprint, double shadowShare) {
    private static final String APPROVED = "approved";
    /** Stands for the golden set in the fingerprint of a challenger, which nobody judges. */
    private static final String UNJUDGED = "shadow";

    /** The memory after a look: who has moved the alias away from a version may have it tried again. */
    static ModelMemory afterLook(ModelMemory memory, Sighting sighting) {
        var hasMoved = sighting.champion()
                .filter(champion ->
                        memory.hold().filter(hold -> !champion.is(hold.from())).isPresent())
                .isPresent();
        return hasMoved ? memory.withHold(Optional.empty()) : memory;
    }

    /** The champion comes first: its challenger is looked at when nothing is to be done about it. */
    public Choice choose(StoredModel stored, Sighting sighting) {
        var champion = champion(stored, sighting);
        if (!(champion instanceof Choice.Stay)) {
            return champion;
        }
        return challenger(stored, sighting).orElse(champion);
    }

    private Choice champion(StoredModel stored, Sighting sighting) {
        if (stored.isPinned()) {
            return new Choice.Stay(
                    Why.PINNED,
                    "version "
                            + stored.memory()
                                    .serving()
                                    .map(KnownVersion::version)
                                    .orElse("-") + " stays until it is unpinned");
        }
        return sighting.champion()
                .map(candidate -> champion(stored, candidate))
                .orElseGet(() -> absent(sighting.absence().orElseThrow()));
    }

    private Choice champion(StoredModel stored, Candidate candidate) {
        var hold = stored.memory().hold().filter(held -> candidate.is(held.from()));
        if (hold.isPresent()) {
            return new Choice.Stay(
                    Why.HELD_BACK,
                    "version " + candidate.version() + " was gone back from ("
                            + hold.get().message()
                            + ") and is not tried again before "
                            + candidate
                                    .alias()
                                    .map(alias -> "the alias " + alias + " has pointed at another one")
                                    .orElse("another one is offered"));
        }
        var serving = stored.memory().serving();
        if (serving.filter(known -> isSame(candidate, known)).isPresent()) {
            return new Choice.Stay(Why.SAME, "version " + candidate.version() + " serves");
        }
        if (candidate.sha256().isPresent() && candidate.sha256().equals(stored.serving())) {
            return new Choice.Renew(candidate);
        }
        return judge(candidate, () -> stored.memory().refusal(fingerprint.apply(candidate)));
    }

    /**
     * What is to be done about a version that somebody has named.
     *
     * @param refusal the verdict on it, when nothing has changed about it since
     */
    static Choice wished(Candidate candidate, Optional<Refusal> refusal) {
        return judge(candidate, () -> refusal);
    }

    private static Choice judge(Candidate candidate, Supplier<Optional<Refusal>> refusal) {
        if (candidate.status() == Candidate.Status.PENDING) {
            return new Choice.Stay(
                    Why.PENDING, "the registration of version " + candidate.version() + " is not finished");
        }
        var before = refusal.get();
        if (before.isPresent()) {
            return rejectedBefore(before.get());
        }
        return objection(candidate)
                .<Choice>map(why -> new Choice.Reject(candidate, why))
                .orElseGet(() -> new Choice.Promote(candidate));
    }

    /** What speaks against a version, as far as its registry says. */
    private static Optional<Rejection> objection(Candidate candidate) {
        if (candidate.status() == Candidate.Status.FAILED) {
            return Optional.of(new Rejection(
                    RejectionReason.REGISTRATION_FAILED, "its registration in MLflow has failed; register it again"));
        }
        return Optional.ofNullable(candidate.tags().get(Candidate.VALIDATION_TAG))
                .filter(validation -> !validation.equalsIgnoreCase(APPROVED))
                .map(validation -> new Rejection(
                        RejectionReason.NOT_APPROVED,
                        "its tag " + Candidate.VALIDATION_TAG + " is " + validation + ", not " + APPROVED
                                + "; approve it, or take the tag away"));
    }

    private static boolean isSame(Candidate candidate, KnownVersion known) {
        return candidate.is(known)
                && candidate.alias().equals(known.alias())
                && candidate.runId().equals(known.runId());
    }

    /** Empty when nothing is to be done about it. */
    private Optional<Choice> challenger(StoredModel stored, Sighting sighting) {
        var present = stored.memory().challenger();
        var offered = sighting.challenger()
                .filter(candidate -> stored.memory().serving().isPresent())
                // What serves needs no shadow of itself.
                .filter(candidate ->
                        stored.memory().serving().filter(candidate::is).isEmpty());
        if (offered.isEmpty()) {
            return present.map(ending -> new Choice.EndShadow());
        }
        var candidate = offered.get();
        if (present.filter(known -> isSame(candidate, known)).isPresent()) {
            var announced = stored.announced().map(ModelState::getShadowShare);
            return announced.filter(share -> share == shadowShare).isPresent()
                    ? Optional.empty()
                    : Optional.of(new Choice.ShareAnew());
        }
        if (candidate.status() != Candidate.Status.READY
                || stored.memory().refusal(shadowFingerprint(stored, candidate)).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new Choice.Shadow(candidate));
    }

    /** What a verdict on a challenger rests on. */
    static Sha256 shadowFingerprint(StoredModel stored, Candidate candidate) {
        return candidate.fingerprint(UNJUDGED, stored.serving());
    }

    private static Choice rejectedBefore(Refusal refusal) {
        return new Choice.Stay(
                Why.REJECTED_BEFORE,
                "version " + refusal.version() + " was rejected at " + refusal.at() + " (" + refusal.reason() + ": "
                        + refusal.message() + ") and nothing about it has changed since");
    }

    private static Choice.Stay absent(Absence absence) {
        return new Choice.Stay(
                switch (absence.kind()) {
                    case ALIAS_MISSING -> Why.ALIAS_MISSING;
                    case MODEL_MISSING -> Why.MODEL_MISSING;
                    case NO_VERSION -> Why.NO_VERSION;
                },
                absence.message());
    }
}
