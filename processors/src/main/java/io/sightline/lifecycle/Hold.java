package io.sightline.lifecycle;

import java.time.Instant;

/**
 * A version that was gone back from: its alias may go on to point at it, and it is not tried again before the alias has
 * moved.
 *
 * @param reason REGRESSED when its failures led back, ROLLED_BACK when somebody did
 * @param at when, by the database's clock
 */
public record Hold(KnownVersion from, RejectionReason reason, String message, Instant at) {}
