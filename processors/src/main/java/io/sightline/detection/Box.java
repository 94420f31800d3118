package io.sightline.detection;

/** An upright rectangle in shares (0..1) of the upright picture's width and height; x and y are its top left corner. */
public record Box(float x, float y, float width, float height) {}
