package io.sightline.delivery;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;

/**
 * Why a partition must not be read on, and what a person can do about it.
 *
 * @param what what happened, with names and offsets
 * @param wayOn the safe way on
 */
public record Stop(FailureCode code, String what, String wayOn) {
    /** The same as a failure, for those who have nobody else to tell. */
    public PermanentFailure failure() {
        return new PermanentFailure(code, what + ". " + wayOn);
    }
}
