package io.sightline.detection;

/** A point in shares (0..1) of the upright picture's width and height. */
public record Point(float x, float y) {}
