package io.sightline.lifecycle;

import io.sightline.claim.Sha256;
import io.sightline.model.v1.ModelState;
import java.util.Optional;

/**
 * What is written down of one model.
 *
 * @param epoch term of the last announcement
 * @param sequence its number in the term
 * @param announced what was announced last; empty before the first time, and for a model that was retired
 */
public record StoredModel(String name, long epoch, long sequence, Optional<ModelState> announced, ModelMemory memory) {
    /** A model that nothing is written down of. */
    static StoredModel unknown(String name) {
        return new StoredModel(name, 0, 0, Optional.empty(), ModelMemory.EMPTY);
    }

    /** Hash of the version that serves. */
    Optional<Sha256> serving() {
        return memory.serving().map(KnownVersion::sha256);
    }

    boolean isPinned() {
        return announced.map(ModelState::getPinned).orElse(false);
    }

    /** Number of the next announcement of a term. */
    long next(Term term) {
        return epoch == term.epoch() ? sequence + 1 : 1;
    }
}
