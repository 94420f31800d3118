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
 * @param hold the version that was gone back from, while the alias points at it
 * @param watchedSince since when the version that serves is watched, by the database's clock; empty when there is
 *     nothing to go back to
 */
public record ModelMemory(
        Optional<KnownVersion> serving,
        Optional<KnownVersion> challenger,
        List<KnownVersion> former,
        List<Refusal> refusals,
        Optional<Hold> hold,
        Optional<Instant> watchedSince) {
    /** Of a model that nothing was ever decided of. */
    public static final ModelMemory EMPTY = new ModelMemory(
            Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty());

    private static final int FORMER = 10;
    private static final int REFUSALS = 50;

    public ModelMemory {
        former = former.stream().limit(FORMER).toList();
        refusals = refusals.stream().limit(REFUSALS).toList();
    }

    /** The verdict on a candidate that nothing has changed about since. */
    Optional<Refusal> refusal(Sha256 fingerprint) {
        return refusals.stream()
                .filter(refusal -> refusal.fingerprint().equals(fingerprint))
                .findFirst();
    }

    ModelMemory withServing(KnownVersion version) {
        return new ModelMemory(Optional.of(version), challenger, former, refusals, hold, watchedSince);
    }

    ModelMemory withChallenger(Optional<KnownVersion> version) {
        return new ModelMemory(serving, version, former, refusals, hold, watchedSince);
    }

    ModelMemory withFormer(List<KnownVersion> versions) {
        return new ModelMemory(serving, challenger, versions, refusals, hold, watchedSince);
    }

    ModelMemory withRefusal(Refusal refusal) {
        var all = new ArrayList<Refusal>();
        all.add(refusal);
        refusals.stream()
                .filter(older -> !older.fingerprint().equals(refusal.fingerprint()))
                .forEach(all::add);
        return new ModelMemory(serving, challenger, former, all, hold, watchedSince);
    }

    ModelMemory withHold(Optional<Hold> next) {
        return new ModelMemory(serving, challenger, former, refusals, next, watchedSince);
    }

    ModelMemory watchedSince(Optional<Instant> begin) {
        return new ModelMemory(serving, challenger, former, refusals, hold, begin);
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
}
