package io.sightline.evaluation;

/**
 * Where an object of a golden picture truly is.
 *
 * @param category number of its category
 * @param crowd whether the box holds many objects that nobody told apart: it need not be found, and what is found in it
 *     is neither right nor wrong
 */
record GoldenBox(long category, PixelBox box, boolean crowd) {}
