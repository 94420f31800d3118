package io.sightline.lifecycle;

import io.sightline.claim.Sha256;
import io.sightline.lifecycle.Choice.Why;
import io.sightline.lifecycle.Sighting.Absence;
import io.sightline.model.v1.ModelState;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Decides by what is written down and what is offered alone.
 *
 * @param gate what the gate goes by, as text that changes when it does; asked only when it matters, since it may cost a
 *     look at the golden set
 * @param shadowShare share of the frames that a challenger runs on
 */
public record ChoiceRules(Supplier<String> gate, double shadowShare) {
    private static final String APPROVED = "approved";
    /** Tells the fingerprint of a challenger, which nobody judges, from that of the same version as a champion. */
    private static final String UNJUDGED = "shadow";

    /**
     * The memory after a look: who has moved the alias since the look before may have tried again what was gone back
     * from. Where nothing ever served, nothing was.
     */
    static ModelMemory afterLook(ModelMemory memory, Sighting sighting) {
        if (memory.serving().isEmpty() && memory.holds().isEmpty()) {
            return memory;
        }
        return sighting.champion()
                .map(Offer::of)
                .filter(offer -> memory.offered().filter(offer::equals).isEmpty())
                .map(memory::offering)
                .orElse(memory);
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
        var hold = stored.memory().hold(candidate);
        if (hold.isPresent()
                && stored.serving().isEmpty()
                && !stored.memory().former().isEmpty()) {
            return new Choice.Resume(stored.memory().former().get(0));
        }
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
        return judge(candidate, () -> refusal(stored, candidate));
    }

    /**
     * The verdict on a version that nothing has changed about since. One that did not come up to a version that was
     * gone back from is not tried against the weaker one in its place, unless somebody moves the alias.
     */
    private Optional<Refusal> refusal(StoredModel stored, Candidate candidate) {
        var measures = Stream.concat(
                Stream.of(stored.serving()),
                stored.memory().holds().stream()
                        .map(hold -> Optional.of(hold.from().sha256())));
        return measures.flatMap(serving -> stored.memory().refusal(candidate.fingerprint(gate.get(), serving)).stream())
                .findFirst();
    }

    /** What is to be done about a version that somebody has named. */
    Choice wished(StoredModel stored, Candidate candidate) {
        return judge(candidate, () -> stored.memory().refusal(candidate.fingerprint(gate.get(), stored.serving())));
    }

    /** What a verdict on the version that was chosen rests on; empty when there is none to come. */
    Optional<Sha256> fingerprint(StoredModel stored, Choice choice) {
        if (choice instanceof Choice.Shadow shadow) {
            return Optional.of(shadowFingerprint(stored, shadow.candidate()));
        }
        return choice instanceof Choice.Renew
                ? Optional.empty()
                : choice.offered().map(candidate -> candidate.fingerprint(gate.get(), stored.serving()));
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
                        stored.memory().serving().filter(candidate::mayBe).isEmpty());
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
    private Sha256 shadowFingerprint(StoredModel stored, Candidate candidate) {
        return candidate.fingerprint(UNJUDGED + " " + gate.get(), stored.serving());
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
