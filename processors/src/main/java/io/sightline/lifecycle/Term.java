package io.sightline.lifecycle;

/**
 * A time in which one process alone does a thing.
 *
 * @param lease name of the thing
 * @param epoch number of the term, which grows with every change of the owner
 */
public record Term(String lease, long epoch) {}
