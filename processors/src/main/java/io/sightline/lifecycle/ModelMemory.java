package io.sightline.lifecycle;

import io.sightline.claim.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the promoter has to know of a model for its next decision and nobody else does.
 *
 * @param serving the version that serves, as its source knows it
 * @param challenger the version in its shadow
 * @param former versions that served before, the last one first: where {@code rollback} leads
 * @param refusals versions that were rejected, the last one first
 * @param holds versions that were gone back from since the source has last changed what it offers, the last one first
 * @param offered what the source offered to serve when it was looked at last
 * @param watchedSince since when the version that serves is watched, by the database's clock; empty when there is
 *     nothing to go back to
 */
public record ModelMemory(
        Optional<KnownVersion> serving,
        Optional<KnownVersion> challenger,
        List<KnownVersion> former,
        List<Refusal> refusals,
        List<Hold> holds,
        Optional<Offer> offered,
        Optional<Instant> watchedSince) {
    /** Of a model that nothing was ever decided of. */
    public static final ModelMemory EMPTY = new ModelMemory(
            Optional.empty(), Optional.empty(), List.of(), List.of(), List.of(), Optional.empty(), Optional.empty());

    private static final int FORMER = 10;
    private static final int REFUSALS = 50;
    private static final int HOLDS = 10;

    public ModelMemory {
        former = former.stream().limit(FORMER).toList();
        refusals = refusals.stream().limit(REFUSALS).toList();
        holds = holds.stream().limit(HOLDS).toList();
    }

    /** The verdict on a candidate that nothing has changed about since. */
    Optional<Refusal> refusal(Sha256 fingerprint) {
        return refusals.stream()
                .filter(refusal -> refusal.fingerprint().equals(fingerprint))
                .findFirst();
    }

    ModelMemory withServing(KnownVersion version) {
        return new ModelMemory(Optional.of(version), challenger, former, refusals, holds, offered, watchedSince);
    }

    ModelMemory withChallenger(Optional<KnownVersion> version) {
        return new ModelMemory(serving, version, former, refusals, holds, offered, watchedSince);
    }

    ModelMemory withFormer(List<KnownVersion> versions) {
        return new ModelMemory(serving, challenger, versions, refusals, holds, offered, watchedSince);
    }

    ModelMemory withRefusal(Refusal refusal) {
        var all = new ArrayList<Refusal>();
        all.add(refusal);
        refusals.stream()
                .filter(older -> !older.fingerprint().equals(refusal.fingerprint()))
                .forEach(all::add);
        return new ModelMemory(serving, challenger, former, all, holds, offered, watchedSince);
    }

    /** Why a version that is offered is not to be tried. */
    Optional<Hold> hold(Candidate candidate) {
        return holds.stream().filter(hold -> candidate.mayBe(hold.from())).findFirst();
    }

    /** One more version was gone back from. */
    ModelMemory holding(Hold next) {
        var all = new ArrayList<Hold>();
        all.add(next);
        all.addAll(releasing(next.from().sha256()).holds);
        return new ModelMemory(serving, challenger, former, refusals, all, offered, watchedSince);
    }

    /** What serves is not held back, whoever wanted that. */
    ModelMemory releasing(Sha256 sha256) {
        var others = holds.stream()
                .filter(hold -> !hold.from().sha256().equals(sha256))
                .toList();
        return new ModelMemory(serving, challenger, former, refusals, others, offered, watchedSince);
    }

    /** The source offers another version than before: what was gone back from may be tried when its turn comes. */
    ModelMemory offering(Offer next) {
        return new ModelMemory(serving, challenger, former, refusals, List.of(), Optional.of(next), watchedSince);
    }

    ModelMemory watchedSince(Optional<Instant> begin) {
        return new ModelMemory(serving, challenger, former, refusals, holds, offered, begin);
    }

    /** The version that served before the present one pushed onto those to go back to. */
    ModelMemory superseding(KnownVersion next) {
        var versions = new ArrayList<KnownVersion>();
        serving.filter(present -> !present.sha256().equals(next.sha256()))
                .map(present -> present.from(next.since()))
                .ifPresent(versions::add);
        // Who moves back and forth between two versions must not fill the list with them.
        former.stream()
                .filter(older -> !older.sha256().equals(next.sha256()))
                .filter(older -> serving.map(present -> !present.sha256().equals(older.sha256()))
                        .orElse(true))
                .forEach(versions::add);
        return withFormer(versions).withServing(next);
    }

    /** Nothing serves any more; what is known of versions counts when the model comes back. */
    ModelMemory retired(Instant now) {
        var versions = new ArrayList<KnownVersion>();
        serving.map(last -> last.from(now)).ifPresent(versions::add);
        versions.addAll(former);
        return new ModelMemory(
                Optional.empty(), Optional.empty(), versions, refusals, holds, offered, Optional.empty());
    }
}
