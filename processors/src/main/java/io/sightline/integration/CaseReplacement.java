package io.sightline.integration;

/**
 * An endpoint that only takes note of what it gets.
 *
 * @param endpoint as in {@link CaseExpectation}
 * @param reaction what it does to the exchange
 */
public record CaseReplacement(Place place, String endpoint, CaseReaction reaction) {}
